; What is read and left out: use-list orders, the summary index, groups that are not defined.
source_filename = "harmless.c"
@g = global i32 0

define i32 @f(i32 %x) #0 {
entry:
  %a = add i32 %x, 1
  %b = add i32 %x, %a
  br label %next

next:                                             ; preds = %entry
  %c = add i32 %a, %b
  ret i32 %c

  uselistorder i32 %x, { 1, 0 }
}


^0 = module: (path: "x.bc", hash: (0, 1, 2, 3, 4))
^1 = gv: (name: "f", summaries: (function: (module: ^0, flags: (linkage: external, live: 0), insts: 4)))
^2 = blockcount: 2
