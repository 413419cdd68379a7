source_filename = "constants.c"

@weak = extern_weak global i32
@a = global i32 zext (i1 icmp ne (i32 3, i32 4) to i32)
@b = global i64 and (i64 -1, i64 255)
@c = global i64 shl (i64 1, i64 40)
@d = global i32 select (i1 icmp sgt (i32 3, i32 4), i32 1, i32 2)
@e = global i8 lshr (i8 -1, i8 4)
@f = global i64 sext (i8 -1 to i64)
@g = global i32 extractvalue ({ i32, [2 x i32] } { i32 1, [2 x i32] [i32 2, i32 3] }, 1, 1)
@h = global i32 udiv (i32 -1, i32 2)
@i = global i32 srem (i32 -7, i32 2)
@j = global i64 or (i64 1, i64 6)
@k = global i1 icmp ult (i32 -1, i32 2)

define i32 @use(i1 %c) {
entry:
  %x = add i32 zext (i1 icmp ne (i32* @weak, i32* null) to i32), 1
  br i1 icmp eq (i32* @weak, i32* null), label %left, label %right

left:
  br i1 %c, label %end, label %end

right:
  ret i32 select (i1 icmp eq (i32* @weak, i32* null), i32 1, i32 2)

end:
  %p = phi i64 [ and (i64 ptrtoint (i32* @weak to i64), i64 7), %left ], [ and (i64 ptrtoint (i32* @weak to i64), i64 7), %left ]
  %f = fadd double fsub (double uitofp (i64 ptrtoint (i32* @weak to i64) to double), double 1.0), 2.0
  %t = trunc i64 %p to i32
  ret i32 %t
}
