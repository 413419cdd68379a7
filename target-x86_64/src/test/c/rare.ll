; What clang does not write for the programs beside this file.
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

%pair = type { i64, double }
%nested = type { i8, %pair, [2 x i16], x86_fp80 }

@0 = private constant [5 x i8] c"%lx\0A\00"
@number = alias [5 x i8], ptr @0
@text = private constant [8 x i8] c"%d %lx\0A\00"
@real = private constant [8 x i8] c"%g %Lg\0A\00"
@cell = global i128 5, align 16
@packed = global <{ i8, i24, i40, i56, i100, i3 }> <{ i8 1, i24 -2, i40 3, i56 -4, i100 5, i3 -1 }>
@inner = global [4 x ptr] [ptr @number, ptr getelementptr inbounds ([4 x ptr], ptr @inner, i64 0, i64 2), ptr inttoptr (i64 77 to ptr), ptr blockaddress(@jumps, %second)]
@relative = internal constant [2 x i32] [i32 trunc (i64 sub (i64 ptrtoint (ptr @table to i64), i64 ptrtoint (ptr @relative to i64)) to i32), i32 7]
@table = internal constant [2 x i64] [i64 11, i64 12]
@weak = weak global i32 99
@absent = extern_weak global i32

declare i32 @printf(ptr, ...)
declare void @llvm.va_start(ptr)
declare void @llvm.va_end(ptr)
declare ptr @llvm.stacksave.p0()
declare void @llvm.stackrestore.p0(ptr)

define void @show(i64 %v) {
  call i32 (ptr, ...) @printf(ptr @number, i64 %v)
  ret void
}

define void @left(i32 %x, i64 %y) {
  %a = add i32 40, %x
  %b = and i32 255, %a
  %c = or i32 1, %b
  %d = xor i32 -1, %c
  %e = sub i32 1000, %d
  %f = mul i64 7, %y
  %g = shl i64 1, %y
  %h = zext i32 %e to i64
  %i = xor i64 %h, %f
  %j = add i64 %i, %g
  call void @show(i64 %j)
  ret void
}

define void @remainders(double %d, x86_fp80 %l) {
  %a = frem double %d, 2.5
  %e = frem x86_fp80 %l, 0xK4000C000000000000000
  call i32 (ptr, ...) @printf(ptr @real, double %a, x86_fp80 %e)
  ret void
}

define void @wideexchange() {
  %r = cmpxchg ptr @cell, i128 5, i128 123456789012345678901234567890 seq_cst monotonic
  %ok = extractvalue { i128, i1 } %r, 1
  %r2 = cmpxchg weak ptr @cell, i128 6, i128 1 acq_rel acquire
  %old = extractvalue { i128, i1 } %r2, 0
  %ok2 = extractvalue { i128, i1 } %r2, 1
  %low = trunc i128 %old to i64
  %highs = lshr i128 %old, 64
  %high = trunc i128 %highs to i64
  call void @show(i64 %low)
  call void @show(i64 %high)
  %o = zext i1 %ok to i64
  call void @show(i64 %o)
  %p = sext i1 %ok2 to i64
  call void @show(i64 %p)
  ret void
}

define void @addresses(ptr %p, i32 %small) {
  %a = ptrtoint ptr %p to i64
  %b = inttoptr i64 %a to ptr
  %c = addrspacecast ptr %b to ptr addrspace(1)
  %d = addrspacecast ptr addrspace(1) %c to ptr
  %same = icmp eq ptr %d, %p
  %z = zext i1 %same to i64
  call void @show(i64 %z)
  %e = inttoptr i32 %small to ptr
  %f = ptrtoint ptr %e to i128
  %g = trunc i128 %f to i64
  call void @show(i64 %g)
  %h = ptrtoint ptr %e to i16
  %i = zext i16 %h to i64
  call void @show(i64 %i)
  %absent = icmp eq ptr @absent, null
  %j = zext i1 %absent to i64
  call void @show(i64 %j)
  %w = load i32, ptr @weak
  %k = zext i32 %w to i64
  call void @show(i64 %k)
  %r = load i32, ptr @relative
  %r64 = sext i32 %r to i64
  %q = getelementptr i8, ptr @relative, i64 %r64
  %q1 = getelementptr i64, ptr %q, i64 1
  %v = load i64, ptr %q1
  call void @show(i64 %v)
  %in = getelementptr [4 x ptr], ptr @inner, i64 0, i64 1
  %inp = load ptr, ptr %in
  %in2 = load ptr, ptr %inp
  %in3 = ptrtoint ptr %in2 to i64
  call void @show(i64 %in3)
  ret void
}

define void @casts(i64 %x, double %d, <2 x float> %v, i128 %w) {
  %a = bitcast i64 %x to double
  %b = bitcast double %d to i64
  %c = bitcast <2 x float> %v to double
  %e = bitcast double %c to i64
  %f = bitcast ptr @number to ptr
  %g = bitcast i128 %w to <2 x i64>
  %h = bitcast <2 x i64> %g to i128
  %i = trunc i128 %h to i64
  %j = lshr i128 %h, 64
  %k = trunc i128 %j to i64
  call i32 (ptr, ...) @printf(ptr @real, double %a, x86_fp80 0xK3FFF8000000000000000)
  call void @show(i64 %b)
  call void @show(i64 %e)
  call void @show(i64 %i)
  call void @show(i64 %k)
  ret void
}

define void @barriers(i32 %x, i64 %y) {
  call void asm sideeffect "", "~{memory},~{dirflag},~{fpsr},~{flags}"()
  %a = call i32 asm "", "=r,0,~{dirflag},~{fpsr},~{flags}"(i32 %x)
  %b = call { i64, i32 } asm sideeffect "# a comment", "=r,=r,0,1"(i64 %y, i32 %a)
  %c = extractvalue { i64, i32 } %b, 0
  %d = extractvalue { i64, i32 } %b, 1
  %e = zext i32 %d to i64
  %f = add i64 %c, %e
  call void @show(i64 %f)
  ret void
}

define void @variadic(i32 %n, ...) {
  %list = alloca [24 x i8], align 16
  call void @llvm.va_start(ptr %list)
  br label %loop
loop:
  %i = phi i32 [ 0, %0 ], [ %next, %loop ]
  %sum = phi double [ 0.0, %0 ], [ %sum2, %loop ]
  %a = va_arg ptr %list, i32
  %d = va_arg ptr %list, double
  %x = va_arg ptr %list, i64
  %af = sitofp i32 %a to double
  %xf = sitofp i64 %x to double
  %s1 = fadd double %sum, %af
  %s2 = fadd double %s1, %d
  %sum2 = fadd double %s2, %xf
  %next = add i32 %i, 1
  %more = icmp slt i32 %next, %n
  br i1 %more, label %loop, label %done
done:
  call void @llvm.va_end(ptr %list)
  call i32 (ptr, ...) @printf(ptr @real, double %sum2, x86_fp80 0xK3FFF8000000000000000)
  ret void
}

define %nested @build(i8 %b, i64 %x, double %d, i16 %h, x86_fp80 %l) {
  %a = insertvalue %nested undef, i8 %b, 0
  %c = insertvalue %nested %a, i64 %x, 1, 0
  %e = insertvalue %nested %c, double %d, 1, 1
  %f = insertvalue %nested %e, i16 %h, 2, 1
  %g = insertvalue %nested %f, i16 3, 2, 0
  %i = insertvalue %nested %g, x86_fp80 %l, 3
  %p = extractvalue %nested %i, 1
  ret %nested %i
}

define { i64, double } @both(%pair %p, i1 %c) {
  %other = insertvalue %pair { i64 5, double 6.5 }, i64 9, 0
  %r = select i1 %c, %pair %p, %pair %other
  %x = extractvalue %pair %r, 0
  %d = extractvalue %pair %r, 1
  %a = insertvalue { i64, double } undef, i64 %x, 0
  %b = insertvalue { i64, double } %a, double %d, 1
  ret { i64, double } %b
}

define void @structs(i1 %c) {
  %big = call %nested @build(i8 5, i64 6, double 7.5, i16 8, x86_fp80 0xK4000C000000000000000)
  %big1 = extractvalue %nested %big, 1, 0
  call void @show(i64 %big1)
  %big2 = extractvalue %nested %big, 3
  %big3 = extractvalue %nested %big, 1, 1
  call i32 (ptr, ...) @printf(ptr @real, double %big3, x86_fp80 %big2)
  %r = call { i64, double } @both(%pair { i64 1, double 2.5 }, i1 %c)
  %x = extractvalue { i64, double } %r, 0
  %d = extractvalue { i64, double } %r, 1
  call void @show(i64 %x)
  call i32 (ptr, ...) @printf(ptr @real, double %d, x86_fp80 0xK4000C000000000000000)
  %m = alloca %nested, align 16
  %a = insertvalue %nested zeroinitializer, i8 200, 0
  %b = insertvalue %nested %a, i64 %x, 1, 0
  %e = insertvalue %nested %b, i16 -3, 2, 1
  %f = insertvalue %nested %e, x86_fp80 0xK4000C000000000000000, 3
  store %nested %f, ptr %m
  %g = load %nested, ptr %m
  %h = extractvalue %nested %g, 2, 1
  %i = sext i16 %h to i64
  call void @show(i64 %i)
  %j = extractvalue %nested %g, 3
  %k = extractvalue %nested %g, 1, 1
  call i32 (ptr, ...) @printf(ptr @real, double %k, x86_fp80 %j)
  ret void
}

; Phis that read each other, of every bank.
define void @swaps(i32 %n) {
  br label %loop
loop:
  %i = phi i32 [ 0, %0 ], [ %next, %loop ]
  %a = phi i64 [ 1, %0 ], [ %b, %loop ]
  %b = phi i64 [ 2, %0 ], [ %c, %loop ]
  %c = phi i64 [ 3, %0 ], [ %a, %loop ]
  %d = phi double [ 1.5, %0 ], [ %e, %loop ]
  %e = phi double [ 2.5, %0 ], [ %d, %loop ]
  %f = phi x86_fp80 [ 0xK3FFF8000000000000000, %0 ], [ %g, %loop ]
  %g = phi x86_fp80 [ 0xK4000C000000000000000, %0 ], [ %f, %loop ]
  %w = phi i128 [ 18446744073709551617, %0 ], [ %x, %loop ]
  %x = phi i128 [ -1, %0 ], [ %w, %loop ]
  %p = phi ptr [ @cell, %0 ], [ %q, %loop ]
  %q = phi ptr [ @number, %0 ], [ %p, %loop ]
  %next = add i32 %i, 1
  %more = icmp ult i32 %next, %n
  br i1 %more, label %loop, label %done
done:
  %m = mul i64 %a, 100
  %o = mul i64 %b, 10
  %r = add i64 %m, %o
  %s = add i64 %r, %c
  call void @show(i64 %s)
  call i32 (ptr, ...) @printf(ptr @real, double %d, x86_fp80 %f)
  %t = lshr i128 %w, 64
  %u = trunc i128 %t to i64
  call void @show(i64 %u)
  %v = icmp eq ptr %p, @cell
  %y = zext i1 %v to i64
  call void @show(i64 %y)
  ret void
}

define i32 @jumps(i32 %n) {
entry:
  %t = alloca [2 x ptr]
  %t1 = getelementptr [2 x ptr], ptr %t, i64 0, i64 1
  store ptr blockaddress(@jumps, %first), ptr %t
  store ptr blockaddress(@jumps, %second), ptr %t1
  %k = and i32 %n, 1
  %k64 = zext i32 %k to i64
  %s = getelementptr [2 x ptr], ptr %t, i64 0, i64 %k64
  %to = load ptr, ptr %s
  indirectbr ptr %to, [label %first, label %second]
first:
  %a = phi i32 [ 10, %entry ], [ %b2, %second ]
  %r = add i32 %a, %n
  ret i32 %r
second:
  %b = phi i32 [ 20, %entry ]
  %b2 = mul i32 %b, 3
  br label %first
}

define void @odd() {
  %i = getelementptr <{ i8, i24, i40, i56, i100, i3 }>, ptr @packed, i64 0, i32 1
  %j = getelementptr <{ i8, i24, i40, i56, i100, i3 }>, ptr @packed, i64 0, i32 2
  %k = getelementptr <{ i8, i24, i40, i56, i100, i3 }>, ptr @packed, i64 0, i32 3
  %l = getelementptr <{ i8, i24, i40, i56, i100, i3 }>, ptr @packed, i64 0, i32 4
  %m = getelementptr <{ i8, i24, i40, i56, i100, i3 }>, ptr @packed, i64 0, i32 5
  %a = load i24, ptr %i, align 1
  %b = load i40, ptr %j, align 1
  %c = load i56, ptr %k, align 1
  %d = load i100, ptr %l, align 1
  %e = load i3, ptr %m, align 1
  %a2 = mul i24 %a, 1001
  %b2 = sub i40 %b, 9
  %c2 = sdiv i56 %c, 3
  %d2 = shl i100 %d, 90
  %e2 = add i3 %e, 2
  store i24 %a2, ptr %i, align 1
  store i40 %b2, ptr %j, align 1
  store i56 %c2, ptr %k, align 1
  store i100 %d2, ptr %l, align 1
  store i3 %e2, ptr %m, align 1
  br label %loop
loop:
  %n = phi i64 [ 0, %0 ], [ %n2, %loop ]
  %p = getelementptr i8, ptr @packed, i64 %n
  %v = load i8, ptr %p
  %v2 = zext i8 %v to i64
  call void @show(i64 %v2)
  %n2 = add i64 %n, 1
  %more = icmp ne i64 %n2, 30
  br i1 %more, label %loop, label %done
done:
  ret void
}

define void @bools(i1 %x, i1 %y, i3 %z) {
  %a = add i1 %x, %y
  %b = icmp ult i1 %x, %y
  %c = icmp slt i1 %x, %y
  %d = mul i1 %a, %b
  %e = select i1 %c, i1 %d, i1 %a
  %f = sext i1 %e to i32
  %g = icmp sgt i3 %z, 2
  %h = udiv i3 %z, 3
  %i = zext i3 %h to i64
  %j = freeze i1 %g
  %k = zext i1 %j to i64
  %l = shl i64 %k, 8
  %m = or i64 %l, %i
  call i32 (ptr, ...) @printf(ptr @text, i32 %f, i64 %m)
  %n = uitofp i1 %x to double
  %o = sitofp i3 %z to double
  %p = fadd double %n, %o
  %q = fptosi double %p to i3
  %r = sext i3 %q to i64
  call void @show(i64 %r)
  ret void
}

define void @room(i64 %n) {
  %s = call ptr @llvm.stacksave.p0()
  %a = alloca i32, i64 %n, align 128
  %b = ptrtoint ptr %a to i64
  %c = and i64 %b, 127
  call void @show(i64 %c)
  %d = getelementptr i32, ptr %a, i64 %n
  %e = getelementptr i32, ptr %d, i64 -1
  store i32 7, ptr %e
  %f = load i32, ptr %e
  %g = zext i32 %f to i64
  call void @stackargs(i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 %g, double 8.5, i128 9, i8 signext -10)
  call void @llvm.stackrestore.p0(ptr %s)
  %big = alloca [3 x i64], align 64
  %h = ptrtoint ptr %big to i64
  %i = and i64 %h, 63
  call void @show(i64 %i)
  ret void
}

define void @stackargs(i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %f, i64 %g, double %h, i128 %i, i8 signext %j) {
  %k = fptosi double %h to i64
  %l = trunc i128 %i to i64
  %m = sext i8 %j to i64
  %n = mul i64 %g, 1000
  %o = add i64 %n, %k
  %p = mul i64 %l, 100000
  %q = add i64 %o, %p
  %r = add i64 %q, %m
  call void @show(i64 %r)
  ret void
}

define i32 @choose(i128 %x) {
  switch i128 %x, label %other [
    i128 1, label %one
    i128 340282366920938463463374607431768211455, label %minus
    i128 36893488147419103232, label %big
  ]
one:
  ret i32 1
minus:
  ret i32 2
big:
  ret i32 3
other:
  ret i32 4
}

declare void @llvm.donothing()
declare i32 @__gxx_personality_v0(...)

define i32 @nothing() personality ptr @__gxx_personality_v0 {
  invoke void @llvm.donothing() to label %on unwind label %pad
on:
  ret i32 3
pad:
  %p = landingpad { ptr, i32 } cleanup
  resume { ptr, i32 } %p
}

@distances = internal constant [3 x i32] [i32 trunc (i64 sub (i64 ptrtoint (ptr @table to i64), i64 ptrtoint (ptr @distances to i64)) to i32), i32 trunc (i64 sub (i64 ptrtoint (ptr @relative to i64), i64 ptrtoint (ptr @distances to i64)) to i32), i32 -4]

declare ptr @llvm.load.relative.i64(ptr, i64)
declare ptr @llvm.load.relative.i32(ptr, i32)

define void @relatives(i64 %i, i32 %j) {
  %a = call ptr @llvm.load.relative.i64(ptr @distances, i64 %i)
  %x = load i64, ptr %a
  call void @show(i64 %x)
  %b = call ptr @llvm.load.relative.i32(ptr @distances, i32 %j)
  %y = ptrtoint ptr %b to i64
  %d = sub i64 %y, ptrtoint (ptr @distances to i64)
  call void @show(i64 %d)
  ret void
}

define i32 @main() {
  %nothing = call i32 @nothing()
  call void @left(i32 3, i64 5)
  call void @remainders(double 7.75, x86_fp80 0xK4001C000000000000000)
  call void @wideexchange()
  call void @addresses(ptr @cell, i32 -5)
  call void @casts(i64 4612811918334230528, double -0.0, <2 x float> <float 1.0, float -2.0>, i128 -170141183460469231731687303715884105727)
  call void @barriers(i32 -1, i64 10)
  call void (i32, ...) @variadic(i32 4, i32 1, double 2.5, i64 3, i32 4, double 5.5, i64 6, i32 7, double 8.5, i64 9, i32 10, double 11.5, i64 12)
  call void @structs(i1 true)
  call void @structs(i1 false)
  call void @swaps(i32 1)
  call void @swaps(i32 2)
  call void @swaps(i32 7)
  call void @relatives(i64 0, i32 8)
  %a = call i32 @jumps(i32 4)
  %b = call i32 @jumps(i32 5)
  %c = zext i32 %b to i64
  call i32 (ptr, ...) @printf(ptr @text, i32 %a, i64 %c)
  call void @odd()
  call void @bools(i1 true, i1 false, i3 -4)
  call void @bools(i1 false, i1 true, i3 3)
  call void @room(i64 10)
  %d = call i32 @choose(i128 1)
  %e = call i32 @choose(i128 -1)
  %f = call i32 @choose(i128 36893488147419103232)
  %g = call i32 @choose(i128 36893488147419103233)
  %h = mul i32 %d, 1000
  %i = mul i32 %e, 100
  %j = mul i32 %f, 10
  %k = add i32 %h, %i
  %l = add i32 %j, %g
  %m = add i32 %k, %l
  call i32 (ptr, ...) @printf(ptr @text, i32 %m, i64 0)
  ret i32 5
}
