source_filename = "calls.c"
%S = type { i64, i64, i64 }

declare void @void()
declare i32 @variadic(ptr, ...)
declare fastcc i32 @fast(i32)
declare void @sink(ptr)
declare void @llvm.experimental.guard(i1, ...)
declare i32 @personality(...)

define i32 @calls(ptr %fp, ptr %s, i32 %x, ptr addrspace(2) %far) personality ptr @personality {
  call void @void()
  tail call void @void() #0
  notail call void @void()
  %1 = call i32 (ptr, ...) @variadic(ptr noundef %s, i32 1, double 2.0)
  %2 = call fastcc i32 @fast(i32 %x)
  %3 = call noundef zeroext i32 %fp(i32 signext %x, ptr byval(%S) align 8 %s)
  %4 = call fast float %fp(float 1.0)
  %5 = call addrspace(2) i32 %far()
  call void inttoptr (i64 64 to ptr)(ptr sret(%S) align 8 %s)
  call void @sink(ptr @sink), !srcloc !0
  %6 = call i32 asm sideeffect alignstack inteldialect unwind "mov $0, $1", "=r,r"(i32 %x)
  call void asm "", "~{memory}"() #1
  call void asm sideeffect "x \22 \0A y", "=*m,r"(ptr elementtype(i32) %s, i32 1)
  %7 = call { i32, i32 } asm "cpuid", "={ax},={bx},{ax}"(i32 0)
  call void (i1, ...) @llvm.experimental.guard(i1 true) [ "deopt"(i32 1, ptr %s, i32 %x) ]
  call void @void() [ "a"(), "b"(i32 %x) ]
  %late = call cc 42 i32 @calls(ptr null, ptr poison, i32 undef, ptr addrspace(2) null)
  %8 = invoke i32 @fast(i32 %late) #0 [ "bundle"(i32 0) ]
          to label %normal unwind label %pad

normal:                                           ; preds = %0
  invoke void asm sideeffect unwind "", ""()
          to label %callbr unwind label %pad

callbr:                                           ; preds = %normal
  %9 = callbr i32 asm "", "=r,r,!i,!i"(i32 %8)
          to label %done [label %one, label %two]

one:                                              ; preds = %callbr
  unreachable

two:                                              ; preds = %callbr
  unreachable

done:                                             ; preds = %callbr
  ret i32 %9

pad:                                              ; preds = %normal, %0
  %10 = landingpad { ptr, i32 }
          cleanup
  resume { ptr, i32 } %10
}

define void @musttail(ptr %x, ...) {
  musttail call void (ptr, ...) @musttail(ptr %x, ...)
  ret void
}

define i32 @musttail2(i32 %x) {
  %1 = musttail call i32 @musttail2(i32 %x)
  ret i32 %1
}

attributes #0 = { nounwind }
attributes #1 = { memory(none) }

!0 = !{i64 1234}
