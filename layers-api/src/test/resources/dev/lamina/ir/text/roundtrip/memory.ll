source_filename = "memory.c"
target datalayout = "e-A5"

%S = type { i32, [4 x %T] }
%T = type { i8, ptr }

define void @stack(i64 %n) {
  %1 = alloca i32, align 4, addrspace(5)
  %2 = alloca i32, i64 %n, align 16, addrspace(5)
  %3 = alloca i8, i32 5, addrspace(5)
  %4 = alloca inalloca [3 x i8], align 1, addrspace(5)
  %5 = alloca swifterror ptr, align 8, addrspace(5)
  %6 = alloca %S, addrspace(5), !foo !0
  ret void
}

define void @access(ptr %p, i64 %i, <2 x ptr> %v) {
  %1 = load i32, ptr %p, align 4
  %2 = load volatile i32, ptr %p
  %3 = load i32, ptr %p, align 1, !invariant.load !0, !range !1
  %4 = load %S, ptr %p, align 8
  %5 = load <4 x float>, ptr %p, align 4294967296
  store i32 %1, ptr %p, align 4
  store volatile i32 1, ptr %p, !nontemporal !2
  store %S zeroinitializer, ptr %p, align 8
  %6 = getelementptr inbounds %S, ptr %p, i64 %i, i32 1, i64 %i, i32 1
  %7 = getelementptr i8, ptr %p, i32 -1
  %8 = getelementptr nusw nuw i8, ptr %p, i64 4
  %9 = getelementptr inbounds nuw i8, ptr %p, i64 4
  %10 = getelementptr i32, <2 x ptr> %v, i64 1
  %11 = getelementptr i32, ptr %p, <2 x i64> <i64 1, i64 2>
  %12 = getelementptr %S, <2 x ptr> %v, <2 x i64> zeroinitializer, <2 x i32> <i32 1, i32 1>, i64 3
  %13 = getelementptr i32, ptr %p
  ret void
}

define void @atomics(ptr %p, ptr addrspace(1) %q) {
  %1 = load atomic i32, ptr %p unordered, align 4
  %2 = load atomic volatile i64, ptr %p syncscope("singlethread") acquire, align 8
  %3 = load atomic float, ptr %p seq_cst, align 4
  store atomic i32 0, ptr %p monotonic, align 4
  store atomic volatile ptr null, ptr %p syncscope("agent") release, align 8
  fence acquire
  fence syncscope("singlethread") seq_cst
  %4 = cmpxchg ptr %p, i32 0, i32 1 acq_rel monotonic
  %5 = cmpxchg weak volatile ptr addrspace(1) %q, i64 0, i64 1 syncscope("agent") seq_cst acquire, align 16
  %6 = cmpxchg ptr %p, ptr null, ptr %p monotonic monotonic, align 8
  %7 = atomicrmw xchg ptr %p, i32 1 monotonic
  %8 = atomicrmw add ptr %p, i32 1 acquire, align 4
  %9 = atomicrmw volatile sub ptr %p, i32 1 release, align 4
  %10 = atomicrmw and ptr %p, i32 1 acq_rel
  %11 = atomicrmw nand ptr %p, i32 1 seq_cst
  %12 = atomicrmw or ptr %p, i32 1 syncscope("one-as") seq_cst
  %13 = atomicrmw xor ptr %p, i32 1 seq_cst
  %14 = atomicrmw max ptr %p, i32 1 seq_cst
  %15 = atomicrmw min ptr %p, i32 1 seq_cst
  %16 = atomicrmw umax ptr %p, i32 1 seq_cst
  %17 = atomicrmw umin ptr %p, i32 1 seq_cst
  %18 = atomicrmw fadd ptr %p, float 1.0 seq_cst
  %19 = atomicrmw fsub ptr %p, double 1.0 seq_cst
  %20 = atomicrmw fmax ptr %p, float 1.0 seq_cst
  %21 = atomicrmw fmin ptr %p, float 1.0 seq_cst
  %22 = atomicrmw uinc_wrap ptr %p, i32 1 seq_cst
  %23 = atomicrmw udec_wrap ptr %p, i32 1 seq_cst
  %24 = atomicrmw xchg ptr %p, ptr null seq_cst
  ret void
}

define i32 @variadic(ptr %list) {
  %1 = va_arg ptr %list, i32
  ret i32 %1
}

!0 = !{}
!1 = !{i32 0, i32 2}
!2 = !{i32 1}
