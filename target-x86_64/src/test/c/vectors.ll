; Vectors of many shapes: every rule for them, by what clang makes of the same.
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"
@format = constant [6 x i8] c"%08x\0A\00"
@numbers = global [64 x i64] [i64 4712128852136459333, i64 6613812840851947673, i64 12736496262939004471, i64 15523137368101252074, i64 4647148296908841076, i64 4650640835731526758, i64 13771560347188569473, i64 4623963587260407708, i64 2893396244277848635, i64 6858376947525423350, i64 16019991071338850466, i64 7023743836218156456, i64 4635859210354005792, i64 4639407165101745488, i64 13880984538954086686, i64 4679187926704064844, i64 7183850473961985349, i64 14055043351701082718, i64 1326906338224231255, i64 11398726226450727658, i64 4642469002929942392, i64 13873150429225256112, i64 4671901720854363429, i64 13881186977936005734, i64 3059511337525703479, i64 3071096560362593664, i64 5785846489742829405, i64 3668860471095815154, i64 4635220629430331168, i64 4644964469871930296, i64 4683181279924587528, i64 4685536758096174745, i64 7069225725891199282, i64 397900185494973936, i64 7653677975526109578, i64 17262327690598029440, i64 13872816130596298826, i64 13874233395739380354, i64 4606497151405839766, i64 4633354037185414802, i64 1217899233055631545, i64 6555075480437483303, i64 5645889021261014682, i64 12846677991095410117, i64 13868560856951613492, i64 13853855408460842480, i64 13906881312690259810, i64 13909765658117723172, i64 6597368502031651073, i64 7457909554320907578, i64 10128478940786856680, i64 7725998870071162790, i64 13866787868239628754, i64 4639729287959273320, i64 13907831327254471339, i64 4684613883446938198, i64 2195541747315981953, i64 4539500055357813011, i64 15116980607424259094, i64 8526184048579168454, i64 13867554981239718934, i64 13867188662949455832, i64 4656369420416034536, i64 4651958697342386933]
declare i32 @printf(ptr, ...)
declare i32 @llvm.vector.reduce.umax.v9i32(<9 x i32>)
declare <6 x i16> @llvm.masked.load.v6i16.p0(ptr, i32, <6 x i1>, <6 x i16>)

define <3 x i64> @callee(<3 x i64> %a, <3 x i1> %m, <3 x i64> %b, <3 x i1> %n) noinline {
  %both = and <3 x i1> %m, %n
  %r = select <3 x i1> %both, <3 x i64> %a, <3 x i64> zeroinitializer
  ret <3 x i64> %r
}

@threes = global <11 x i3> <i3 1, i3 -2, i3 3, i3 0, i3 -1, i3 2, i3 -4, i3 1, i3 undef, i3 3, i3 -3>
@flags = global <9 x i1> <i1 true, i1 false, i1 true, i1 true, i1 false, i1 false, i1 true, i1 false, i1 true>

define void @packed(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %t = load <11 x i3>, ptr @threes
  %f = load <9 x i1>, ptr @flags
  %w = sext <11 x i3> %t to <11 x i8>
  %x = shufflevector <11 x i8> %w, <11 x i8> %w, <9 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 9, i32 10>
  %r = select <9 x i1> %f, <9 x i8> %x, <9 x i8> zeroinitializer
  store <9 x i8> %r, ptr %to
  ret void
}

define void @add(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %r = add <4 x i32> %a, %b
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @sub(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %r = sub <4 x i32> %a, %b
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @mul(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %r = mul <4 x i32> %a, %b
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @and(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %r = and <4 x i32> %a, %b
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @or(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %r = or <4 x i32> %a, %b
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @xor(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %r = xor <4 x i32> %a, %b
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @fadd(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 6
  %a = load <3 x float>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 6
  %b = load <3 x float>, ptr %q1, align 1
  %r = fadd <3 x float> %a, %b
  %nan = fcmp uno <3 x float> %r, %r
  %s = select <3 x i1> %nan, <3 x float> zeroinitializer, <3 x float> %r
  store <3 x float> %s, ptr %to, align 1
  ret void
}

define void @fsub(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 6
  %a = load <3 x float>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 6
  %b = load <3 x float>, ptr %q1, align 1
  %r = fsub <3 x float> %a, %b
  %nan = fcmp uno <3 x float> %r, %r
  %s = select <3 x i1> %nan, <3 x float> zeroinitializer, <3 x float> %r
  store <3 x float> %s, ptr %to, align 1
  ret void
}

define void @fmul(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 6
  %a = load <3 x float>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 6
  %b = load <3 x float>, ptr %q1, align 1
  %r = fmul <3 x float> %a, %b
  %nan = fcmp uno <3 x float> %r, %r
  %s = select <3 x i1> %nan, <3 x float> zeroinitializer, <3 x float> %r
  store <3 x float> %s, ptr %to, align 1
  ret void
}

define void @fdiv(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 6
  %a = load <3 x float>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 6
  %b = load <3 x float>, ptr %q1, align 1
  %r = fdiv <3 x float> %a, %b
  %nan = fcmp uno <3 x float> %r, %r
  %s = select <3 x i1> %nan, <3 x float> zeroinitializer, <3 x float> %r
  store <3 x float> %s, ptr %to, align 1
  ret void
}

define void @shl.one(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <8 x i8>, ptr %q0, align 1
  %r = shl <8 x i8> %a, <i8 3, i8 3, i8 3, i8 3, i8 3, i8 3, i8 3, i8 3>
  store <8 x i8> %r, ptr %to, align 1
  ret void
}

define void @lshr.one(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <8 x i8>, ptr %q0, align 1
  %r = lshr <8 x i8> %a, <i8 3, i8 3, i8 3, i8 3, i8 3, i8 3, i8 3, i8 3>
  store <8 x i8> %r, ptr %to, align 1
  ret void
}

define void @ashr.one(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <8 x i8>, ptr %q0, align 1
  %r = ashr <8 x i8> %a, <i8 3, i8 3, i8 3, i8 3, i8 3, i8 3, i8 3, i8 3>
  store <8 x i8> %r, ptr %to, align 1
  ret void
}

define void @shl.constants(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %r = shl <4 x i32> %a, <i32 1, i32 2, i32 3, i32 4>
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @mul.wide(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <2 x i128>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <2 x i128>, ptr %q1, align 1
  %r = mul <2 x i128> %a, %b
  store <2 x i128> %r, ptr %to, align 1
  ret void
}

define void @add.wide(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <2 x i128>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <2 x i128>, ptr %q1, align 1
  %r = add <2 x i128> %a, %b
  store <2 x i128> %r, ptr %to, align 1
  ret void
}

define void @sub.wide(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <2 x i128>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <2 x i128>, ptr %q1, align 1
  %r = sub <2 x i128> %a, %b
  store <2 x i128> %r, ptr %to, align 1
  ret void
}

define void @shl.each(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %n = and <4 x i32> %b, <i32 31, i32 31, i32 31, i32 31>
  %r = shl <4 x i32> %a, %n
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @lshr.each(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %n = and <4 x i32> %b, <i32 31, i32 31, i32 31, i32 31>
  %r = lshr <4 x i32> %a, %n
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @ashr.each(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %n = and <4 x i32> %b, <i32 31, i32 31, i32 31, i32 31>
  %r = ashr <4 x i32> %a, %n
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @udiv(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %x = lshr <4 x i32> %a, <i32 1, i32 1, i32 1, i32 1>
  %n = or <4 x i32> %b, <i32 1, i32 1, i32 1, i32 1>
  %r = udiv <4 x i32> %x, %n
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @urem(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %x = lshr <4 x i32> %a, <i32 1, i32 1, i32 1, i32 1>
  %n = or <4 x i32> %b, <i32 1, i32 1, i32 1, i32 1>
  %r = urem <4 x i32> %x, %n
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @sdiv(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %x = lshr <4 x i32> %a, <i32 1, i32 1, i32 1, i32 1>
  %n = or <4 x i32> %b, <i32 1, i32 1, i32 1, i32 1>
  %r = sdiv <4 x i32> %x, %n
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @srem(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %x = lshr <4 x i32> %a, <i32 1, i32 1, i32 1, i32 1>
  %n = or <4 x i32> %b, <i32 1, i32 1, i32 1, i32 1>
  %r = srem <4 x i32> %x, %n
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @frem(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 4
  %a = load <2 x double>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 4
  %b = load <2 x double>, ptr %q1, align 1
  %r = frem <2 x double> %a, %b
  %nan = fcmp uno <2 x double> %r, %r
  %s = select <2 x i1> %nan, <2 x double> zeroinitializer, <2 x double> %r
  store <2 x double> %s, ptr %to, align 1
  ret void
}

define void @fadd.long(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 4
  %a = load <2 x double>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 4
  %b = load <2 x double>, ptr %q1, align 1
  %x = fpext <2 x double> %a to <2 x x86_fp80>
  %y = fpext <2 x double> %b to <2 x x86_fp80>
  %z = fadd <2 x x86_fp80> %x, %y
  %r = fptrunc <2 x x86_fp80> %z to <2 x double>
  %nan = fcmp uno <2 x double> %r, %r
  %s = select <2 x i1> %nan, <2 x double> zeroinitializer, <2 x double> %r
  store <2 x double> %s, ptr %to, align 1
  ret void
}

define void @fsub.long(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 4
  %a = load <2 x double>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 4
  %b = load <2 x double>, ptr %q1, align 1
  %x = fpext <2 x double> %a to <2 x x86_fp80>
  %y = fpext <2 x double> %b to <2 x x86_fp80>
  %z = fsub <2 x x86_fp80> %x, %y
  %r = fptrunc <2 x x86_fp80> %z to <2 x double>
  %nan = fcmp uno <2 x double> %r, %r
  %s = select <2 x i1> %nan, <2 x double> zeroinitializer, <2 x double> %r
  store <2 x double> %s, ptr %to, align 1
  ret void
}

define void @fmul.long(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 4
  %a = load <2 x double>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 4
  %b = load <2 x double>, ptr %q1, align 1
  %x = fpext <2 x double> %a to <2 x x86_fp80>
  %y = fpext <2 x double> %b to <2 x x86_fp80>
  %z = fmul <2 x x86_fp80> %x, %y
  %r = fptrunc <2 x x86_fp80> %z to <2 x double>
  %nan = fcmp uno <2 x double> %r, %r
  %s = select <2 x i1> %nan, <2 x double> zeroinitializer, <2 x double> %r
  store <2 x double> %s, ptr %to, align 1
  ret void
}

define void @fdiv.long(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 4
  %a = load <2 x double>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 4
  %b = load <2 x double>, ptr %q1, align 1
  %x = fpext <2 x double> %a to <2 x x86_fp80>
  %y = fpext <2 x double> %b to <2 x x86_fp80>
  %z = fdiv <2 x x86_fp80> %x, %y
  %r = fptrunc <2 x x86_fp80> %z to <2 x double>
  %nan = fcmp uno <2 x double> %r, %r
  %s = select <2 x i1> %nan, <2 x double> zeroinitializer, <2 x double> %r
  store <2 x double> %s, ptr %to, align 1
  ret void
}

define void @fneg(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 4
  %a = load <2 x double>, ptr %q0, align 1
  %r = fneg <2 x double> %a
  %nan = fcmp uno <2 x double> %r, %r
  %s = select <2 x i1> %nan, <2 x double> zeroinitializer, <2 x double> %r
  store <2 x double> %s, ptr %to, align 1
  ret void
}

define void @fneg.long(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 4
  %a = load <2 x double>, ptr %q0, align 1
  %x = fpext <2 x double> %a to <2 x x86_fp80>
  %z = fneg <2 x x86_fp80> %x
  %r = fptrunc <2 x x86_fp80> %z to <2 x double>
  %nan = fcmp uno <2 x double> %r, %r
  %s = select <2 x i1> %nan, <2 x double> zeroinitializer, <2 x double> %r
  store <2 x double> %s, ptr %to, align 1
  ret void
}

define void @gep(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <3 x i64>, ptr %q0, align 1
  %p = getelementptr { i32, [3 x i16] }, ptr null, <3 x i64> %a, i32 1, i32 2
  %r = ptrtoint <3 x ptr> %p to <3 x i64>
  store <3 x i64> %r, ptr %to, align 1
  ret void
}

define void @icmp(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %r = icmp ult <4 x i32> %a, %b
  store <4 x i1> %r, ptr %to, align 1
  ret void
}

define void @icmp.odd(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <5 x i24>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <5 x i24>, ptr %q1, align 1
  %r = icmp slt <5 x i24> %a, %b
  store <5 x i1> %r, ptr %to, align 1
  ret void
}

define void @fcmp(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 6
  %a = load <4 x float>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 6
  %b = load <4 x float>, ptr %q1, align 1
  %r = fcmp one <4 x float> %a, %b
  store <4 x i1> %r, ptr %to, align 1
  ret void
}

define void @fcmp.long(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 4
  %a = load <2 x double>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 4
  %b = load <2 x double>, ptr %q1, align 1
  %x = fpext <2 x double> %a to <2 x x86_fp80>
  %y = fpext <2 x double> %b to <2 x x86_fp80>
  %r = fcmp olt <2 x x86_fp80> %x, %y
  store <2 x i1> %r, ptr %to, align 1
  ret void
}

define void @select.compared(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %c = icmp sgt <4 x i32> %a, %b
  %r = select <4 x i1> %c, <4 x i32> %a, <4 x i32> %b
  store <4 x i32> %r, ptr %to, align 1
  ret void
}

define void @select(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %m = load <16 x i1>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %a = load <16 x i16>, ptr %q1, align 1
  %q2 = getelementptr i64, ptr %pc, i64 0
  %b = load <16 x i16>, ptr %q2, align 1
  %r = select <16 x i1> %m, <16 x i16> %a, <16 x i16> %b
  store <16 x i16> %r, ptr %to, align 1
  ret void
}

define void @select.odd(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %n = load <2 x i64>, ptr %q0, align 1
  %m = icmp sgt <2 x i64> %n, <i64 4712128852136459333, i64 5>
  %q1 = getelementptr i64, ptr %pb, i64 0
  %a = load <2 x i160>, ptr %q1, align 1
  %q2 = getelementptr i64, ptr %pc, i64 0
  %b = load <2 x i160>, ptr %q2, align 1
  %r = select <2 x i1> %m, <2 x i160> %a, <2 x i160> %b
  store <2 x i160> %r, ptr %to, align 1
  ret void
}

define void @trunc(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <7 x i64>, ptr %q0, align 1
  %r = trunc <7 x i64> %a to <7 x i8>
  store <7 x i8> %r, ptr %to, align 1
  ret void
}

define void @zext(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <7 x i8>, ptr %q0, align 1
  %r = zext <7 x i8> %a to <7 x i32>
  store <7 x i32> %r, ptr %to, align 1
  ret void
}

define void @sext(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <7 x i8>, ptr %q0, align 1
  %r = sext <7 x i8> %a to <7 x i64>
  store <7 x i64> %r, ptr %to, align 1
  ret void
}

define void @trunc.odd(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <7 x i64>, ptr %q0, align 1
  %r = trunc <7 x i64> %a to <7 x i24>
  store <7 x i24> %r, ptr %to, align 1
  ret void
}

define void @zext.odd(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <7 x i24>, ptr %q0, align 1
  %r = zext <7 x i24> %a to <7 x i32>
  store <7 x i32> %r, ptr %to, align 1
  ret void
}

define void @sext.odd(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <7 x i3>, ptr %q0, align 1
  %r = sext <7 x i3> %a to <7 x i64>
  store <7 x i64> %r, ptr %to, align 1
  ret void
}

define void @pointers(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <2 x i64>, ptr %q0, align 1
  %p = inttoptr <2 x i64> %a to <2 x ptr>
  %q = addrspacecast <2 x ptr> %p to <2 x ptr addrspace(1)>
  %r = ptrtoint <2 x ptr addrspace(1)> %q to <2 x i64>
  store <2 x i64> %r, ptr %to, align 1
  ret void
}

define void @pointers.narrow(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <2 x i32>, ptr %q0, align 1
  %p = inttoptr <2 x i32> %a to <2 x ptr>
  %r = ptrtoint <2 x ptr> %p to <2 x i16>
  store <2 x i16> %r, ptr %to, align 1
  ret void
}

define void @sitofp(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <5 x i32>, ptr %q0, align 1
  %r = sitofp <5 x i32> %a to <5 x double>
  %nan = fcmp uno <5 x double> %r, %r
  %s = select <5 x i1> %nan, <5 x double> zeroinitializer, <5 x double> %r
  store <5 x double> %s, ptr %to, align 1
  ret void
}

define void @uitofp(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <5 x i8>, ptr %q0, align 1
  %r = uitofp <5 x i8> %a to <5 x float>
  %nan = fcmp uno <5 x float> %r, %r
  %s = select <5 x i1> %nan, <5 x float> zeroinitializer, <5 x float> %r
  store <5 x float> %s, ptr %to, align 1
  ret void
}

define void @sitofp.each(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <3 x i64>, ptr %q0, align 1
  %r = sitofp <3 x i64> %a to <3 x double>
  %nan = fcmp uno <3 x double> %r, %r
  %s = select <3 x i1> %nan, <3 x double> zeroinitializer, <3 x double> %r
  store <3 x double> %s, ptr %to, align 1
  ret void
}

define void @uitofp.each(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <3 x i64>, ptr %q0, align 1
  %r = uitofp <3 x i64> %a to <3 x float>
  %nan = fcmp uno <3 x float> %r, %r
  %s = select <3 x i1> %nan, <3 x float> zeroinitializer, <3 x float> %r
  store <3 x float> %s, ptr %to, align 1
  ret void
}

define void @fptosi(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <5 x i8>, ptr %q0, align 1
  %x = uitofp <5 x i8> %a to <5 x double>
  %r = fptosi <5 x double> %x to <5 x i16>
  store <5 x i16> %r, ptr %to, align 1
  ret void
}

define void @fptosi.each(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <5 x i8>, ptr %q0, align 1
  %x = uitofp <5 x i8> %a to <5 x double>
  %r = fptosi <5 x double> %x to <5 x i64>
  store <5 x i64> %r, ptr %to, align 1
  ret void
}

define void @fptoui(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <5 x i8>, ptr %q0, align 1
  %x = uitofp <5 x i8> %a to <5 x double>
  %r = fptoui <5 x double> %x to <5 x i16>
  store <5 x i16> %r, ptr %to, align 1
  ret void
}

define void @fptoui.each(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <5 x i8>, ptr %q0, align 1
  %x = uitofp <5 x i8> %a to <5 x double>
  %r = fptoui <5 x double> %x to <5 x i64>
  store <5 x i64> %r, ptr %to, align 1
  ret void
}

define void @fpext(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 6
  %a = load <3 x float>, ptr %q0, align 1
  %r = fpext <3 x float> %a to <3 x double>
  %nan = fcmp uno <3 x double> %r, %r
  %s = select <3 x i1> %nan, <3 x double> zeroinitializer, <3 x double> %r
  store <3 x double> %s, ptr %to, align 1
  ret void
}

define void @fptrunc(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 4
  %a = load <3 x double>, ptr %q0, align 1
  %r = fptrunc <3 x double> %a to <3 x float>
  %nan = fcmp uno <3 x float> %r, %r
  %s = select <3 x i1> %nan, <3 x float> zeroinitializer, <3 x float> %r
  store <3 x float> %s, ptr %to, align 1
  ret void
}

define void @elements(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <6 x i16>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %n = load i32, ptr %q1, align 1
  %i = urem i32 %n, 6
  %x = extractelement <6 x i16> %a, i32 %i
  %y = extractelement <6 x i16> %a, i64 4
  %v = insertelement <6 x i16> %a, i16 %y, i32 %i
  %r = insertelement <6 x i16> %v, i16 %x, i64 1
  store <6 x i16> %r, ptr %to, align 1
  ret void
}

define void @shuffle(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <4 x i32>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <4 x i32>, ptr %q1, align 1
  %r = shufflevector <4 x i32> %a, <4 x i32> %b, <6 x i32> <i32 7, i32 0, i32 3, i32 2, i32 5, i32 5>
  store <6 x i32> %r, ptr %to, align 1
  ret void
}

define void @reduce(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <9 x i32>, ptr %q0, align 1
  %r = call i32 @llvm.vector.reduce.umax.v9i32(<9 x i32> %a)
  store i32 %r, ptr %to, align 1
  ret void
}

define void @masked(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %m = load <6 x i1>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %b = load <6 x i16>, ptr %q1, align 1
  %r = call <6 x i16> @llvm.masked.load.v6i16.p0(ptr %pa, i32 2, <6 x i1> %m, <6 x i16> %b)
  store <6 x i16> %r, ptr %to, align 1
  ret void
}

define void @passed(ptr %to, ptr %pa, ptr %pb, ptr %pc) {
  %q0 = getelementptr i64, ptr %pa, i64 0
  %a = load <3 x i64>, ptr %q0, align 1
  %q1 = getelementptr i64, ptr %pb, i64 0
  %m = load <3 x i1>, ptr %q1, align 1
  %r = call <3 x i64> @callee(<3 x i64> %a, <3 x i1> %m, <3 x i64> %a, <3 x i1> %m)
  store <3 x i64> %r, ptr %to, align 1
  ret void
}

@functions = constant [63 x ptr] [ptr @packed, ptr @add, ptr @sub, ptr @mul, ptr @and, ptr @or, ptr @xor, ptr @fadd, ptr @fsub, ptr @fmul, ptr @fdiv, ptr @shl.one, ptr @lshr.one, ptr @ashr.one, ptr @shl.constants, ptr @mul.wide, ptr @add.wide, ptr @sub.wide, ptr @shl.each, ptr @lshr.each, ptr @ashr.each, ptr @udiv, ptr @urem, ptr @sdiv, ptr @srem, ptr @frem, ptr @fadd.long, ptr @fsub.long, ptr @fmul.long, ptr @fdiv.long, ptr @fneg, ptr @fneg.long, ptr @gep, ptr @icmp, ptr @icmp.odd, ptr @fcmp, ptr @fcmp.long, ptr @select.compared, ptr @select, ptr @select.odd, ptr @trunc, ptr @zext, ptr @sext, ptr @trunc.odd, ptr @zext.odd, ptr @sext.odd, ptr @pointers, ptr @pointers.narrow, ptr @sitofp, ptr @uitofp, ptr @sitofp.each, ptr @uitofp.each, ptr @fptosi, ptr @fptosi.each, ptr @fptoui, ptr @fptoui.each, ptr @fpext, ptr @fptrunc, ptr @elements, ptr @shuffle, ptr @reduce, ptr @masked, ptr @passed]

define i32 @main() {
entry:
  %to = alloca [128 x i8], align 16
  br label %loop
loop:
  %n = phi i32 [ 0, %entry ], [ %n1, %printed ]
  %slot = getelementptr ptr, ptr @functions, i32 %n
  %f = load ptr, ptr %slot
  store <128 x i8> zeroinitializer, ptr %to
  %b = getelementptr i64, ptr @numbers, i32 8
  %c = getelementptr i64, ptr @numbers, i32 16
  call void %f(ptr %to, ptr @numbers, ptr %b, ptr %c)
  br label %word
word:
  %i = phi i32 [ 0, %loop ], [ %i1, %word ]
  %p = getelementptr i32, ptr %to, i32 %i
  %v = load i32, ptr %p
  %x = call i32 (ptr, ...) @printf(ptr @format, i32 %v)
  %i1 = add i32 %i, 1
  %more = icmp ult i32 %i1, 32
  br i1 %more, label %word, label %printed
printed:
  %n1 = add i32 %n, 1
  %again = icmp ult i32 %n1, 63
  br i1 %again, label %loop, label %done
done:
  ret i32 0
}
