; All sorts of types, named, numbered, forward, recursive by pointer only.
source_filename = "types.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

%outer = type { %inner, [2 x %inner], %1 }
%inner = type { i32, ptr }
%packed = type <{ i8, i64 }>
%empty = type {}
%opaque = type opaque
%"quoted name \22" = type { i1 }
%0 = type { half, bfloat, float, double, x86_fp80, fp128, ppc_fp128 }
%1 = type { %0, i128, i7, i8388607 }
%alias = type i32

@a = external global %outer
@b = external global %packed
@c = external global %empty
@d = external global %opaque
@e = external global %"quoted name \22"
@f = external global %1
@g = external global [4294967296 x i8]
@h = external global <8 x i1>
@i = external global { i32, { i8, <{ i16 }> }, [0 x ptr] }
@j = external global %alias
@k = external global ptr addrspace(3)
@l = external addrspace(5) global [18446744073709551615 x i8]

declare <vscale x 4 x i32> @scalable(<vscale x 2 x double>)

declare void @target(target("spirv.Image", void, i32, 1, 0, 2))

declare token @llvm.coro.id(i32, ptr, ptr, ptr)

declare { i32, i1 } @pair(x86_fp80, <4 x float>)

declare { <vscale x 2 x i32>, <vscale x 2 x i32> } @scalables()
