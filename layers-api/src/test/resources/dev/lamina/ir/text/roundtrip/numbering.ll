; Gaps in numbers, results and blocks without any, uses before definitions.
source_filename = "numbering.c"
define i32 @sparse(i32 %0, i32 %named, i32 %1) {
  %5 = add i32 %0, %1
  add i32 %5, 1
  br label %50
  br label %31
31:
  ret i32 %5
32:
  br label %50
40:
  br label %50
50:
  %x = add i32 %5, %named
  call i32 @sparse(i32 1, i32 2, i32 3)
  ret i32 %x
}

define i32 @forward(i1 %c) {
  br i1 %c, label %later, label %6
later:
  %sum = phi i32 [ %a, %6 ], [ 0, %0 ], [ %sum2, %again ]
  %2 = phi i32 [ %7, %6 ], [ 1, %0 ], [ %2, %again ]
  br label %again
again:
  %sum2 = add i32 %sum, %2
  br i1 %c, label %later, label %3
3:
  ret i32 %sum2
6:
  %a = add i32 1, 2
  %7 = add i32 %a, 4
  br label %later
}
