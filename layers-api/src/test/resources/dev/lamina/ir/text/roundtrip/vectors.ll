source_filename = "vectors.c"
define <4 x i32> @fixed(<4 x i32> %a, <4 x i32> %b, i32 %i) {
  %1 = extractelement <4 x i32> %a, i32 %i
  %2 = extractelement <4 x i32> %a, i64 0
  %3 = insertelement <4 x i32> %b, i32 %1, i32 3
  %4 = insertelement <4 x i32> poison, i32 %2, i64 2
  %5 = shufflevector <4 x i32> %3, <4 x i32> %4, <4 x i32> <i32 0, i32 7, i32 poison, i32 3>
  %6 = shufflevector <4 x i32> %a, <4 x i32> undef, <2 x i32> zeroinitializer
  %7 = shufflevector <4 x i32> %a, <4 x i32> %b, <8 x i32> poison
  %8 = shufflevector <4 x i32> %a, <4 x i32> %b, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 undef>
  ret <4 x i32> %5
}

define <vscale x 4 x i32> @scalable(<vscale x 4 x i32> %a) {
  %1 = shufflevector <vscale x 4 x i32> %a, <vscale x 4 x i32> poison, <vscale x 4 x i32> zeroinitializer
  %2 = add <vscale x 4 x i32> %1, splat (i32 3)
  ret <vscale x 4 x i32> %2
}

define { i32, [2 x i8] } @aggregates({ i32, [2 x i8] } %x) {
  %1 = extractvalue { i32, [2 x i8] } %x, 0
  %2 = extractvalue { i32, [2 x i8] } %x, 1, 1
  %3 = insertvalue { i32, [2 x i8] } %x, i32 %1, 0
  %4 = insertvalue { i32, [2 x i8] } %3, i8 %2, 1, 0
  %5 = insertvalue { i32, [2 x i8] } %4, [2 x i8] c"ab", 1, !foo !0
  ret { i32, [2 x i8] } %5
}

!0 = !{}
