source_filename = "constants.c"
%pair = type { i32, ptr }

@int = global i32 -5
@big = global i128 170141183460469231731687303715884105727
@bits = global [3 x i1] [i1 true, i1 false, i1 true]
@hex = global i64 u0xFFFFFFFFFFFFFFFF
@shex = global i64 s0x1F
@floats = global [7 x float] [float 0.0, float -0.0, float 1.5, float 0x3FB99999A0000000, float 0x7FF0000000000000, float 0x7FF8000000000000, float 0x36A0000000000000]
@doubles = global [8 x double] [double 0.1, double 1.0e+300, double 4.9e-324, double 0xFFF0000000000000, double 0x7FF4000000000001, double 123456789.125, double -2.5e-5, double 3.0]
@half = global half 0xH3C00
@half2 = global half 1.5
@bfloat = global bfloat 0xR3F80
@bfloat2 = global bfloat -2.0
@x87 = global x86_fp80 0xK3FFF8000000000000000
@quad = global fp128 0xL00000000000000003FFF000000000000
@ppc = global ppc_fp128 0xM3FF00000000000000000000000000000
@null = global ptr null
@null3 = global ptr addrspace(3) null
@undef = global i32 undef
@poison = global <2 x i32> poison
@zero = global %pair zeroinitializer
@string = constant [13 x i8] c"a\22b\\c\00\0A\FF\7Fxyz\01"
@words = constant [3 x i16] [i16 1, i16 -1, i16 32767]
@longs = constant [2 x i64] [i64 -9223372036854775808, i64 9223372036854775807]
@vector = global <4 x i32> <i32 1, i32 2, i32 3, i32 4>
@splat = global <4 x i32> splat (i32 7)
@fvector = global <2 x double> <double 1.0, double 2.0>
@mixed = global [3 x i32] [i32 1, i32 undef, i32 3]
@struct = global %pair { i32 1, ptr @int }
@packed = global <{ i8, i64 }> <{ i8 1, i64 2 }>
@nested = global [2 x { i32, [2 x i8] }] [{ i32, [2 x i8] } { i32 1, [2 x i8] c"ab" }, { i32, [2 x i8] } zeroinitializer]
@emptystruct = global {} {}
@emptyarray = global [0 x i32] zeroinitializer
@pointers = global [2 x ptr] [ptr @pointers, ptr @later]
@later = global i32 0
@gep = global ptr getelementptr inbounds (%pair, ptr @struct, i64 1, i32 1)
@gepflags = global ptr getelementptr nuw (i8, ptr @struct, i64 4)
@gepnusw = global ptr getelementptr nusw nuw (i8, ptr @struct, i64 4)
@inrange = global ptr getelementptr inbounds inrange(-16, 8) ({ [4 x ptr] }, ptr @vtable, i32 0, i32 0, i32 2)
@vtable = global { [4 x ptr] } zeroinitializer
@toint = global i64 ptrtoint (ptr @int to i64)
@trunc = global i32 trunc (i64 sub (i64 ptrtoint (ptr @int to i64), i64 ptrtoint (ptr @big to i64)) to i32)
@toptr = global ptr inttoptr (i64 4096 to ptr)
@cast = global ptr addrspace(1) addrspacecast (ptr @int to ptr addrspace(1))
@add = global i64 add nuw nsw (i64 ptrtoint (ptr @int to i64), i64 1)
@mul = global i64 mul (i64 ptrtoint (ptr @int to i64), i64 3)
@xor = global i64 xor (i64 ptrtoint (ptr @int to i64), i64 -1)
@bitcast = global <2 x i32> bitcast (<1 x i64> <i64 5> to <2 x i32>)
@equivalent = global ptr dso_local_equivalent @fn
@nocfi = global ptr no_cfi @fn
@block = global ptr blockaddress(@blocks, %target)
@block2 = global ptr blockaddress(@blocks, %3)

declare void @fn()

define ptr @blocks(i1 %0) {
  br i1 %0, label %target, label %2

2:                                                ; preds = %1
  br label %3

3:                                                ; preds = %2
  ret ptr blockaddress(@blocks, %2)

target:                                           ; preds = %1
  ret ptr blockaddress(@blocks, %target)
}
