; Counts the ways to place N queens so that none attacks another: ./lamina examples/queens.ll 8
; Written by hand: recursion, a loop with phis, bit tricks, and calls with a variable number of arguments.

@format = private unnamed_addr constant [34 x i8] c"%d queens: %ld ways to place them\00"
@usage = private unnamed_addr constant [25 x i8] c"usage: queens [1 to 16]\0A\00"

declare i32 @printf(ptr, ...)
declare i32 @putchar(i32)
declare i32 @atoi(ptr)

; The free columns of this row are those that no queen above takes straight or diagonally; each is a bit.
define internal i64 @place(i32 %all, i32 %columns, i32 %left, i32 %right) {
entry:
  %done = icmp eq i32 %columns, %all
  br i1 %done, label %found, label %search

found:
  ret i64 1

search:
  %straight = or i32 %columns, %left
  %attacked = or i32 %straight, %right
  %safe = xor i32 %attacked, -1
  %free = and i32 %safe, %all
  br label %next

next:
  %rest = phi i32 [ %free, %search ], [ %others, %try ]
  %sum = phi i64 [ 0, %search ], [ %more, %try ]
  %none = icmp eq i32 %rest, 0
  br i1 %none, label %return, label %try

try:
  %negative = sub i32 0, %rest
  %queen = and i32 %rest, %negative
  %others = xor i32 %rest, %queen
  %columns.new = or i32 %columns, %queen
  %left.placed = or i32 %left, %queen
  %left.new = shl i32 %left.placed, 1
  %right.placed = or i32 %right, %queen
  %right.new = lshr i32 %right.placed, 1
  %ways = call i64 @place(i32 %all, i32 %columns.new, i32 %left.new, i32 %right.new)
  %more = add i64 %sum, %ways
  br label %next

return:
  ret i64 %sum
}

define i32 @main(i32 %argc, ptr %argv) {
entry:
  %given = icmp sgt i32 %argc, 1
  br i1 %given, label %read, label %start

read:
  %slot = getelementptr inbounds ptr, ptr %argv, i64 1
  %argument = load ptr, ptr %slot
  %number = call i32 @atoi(ptr %argument)
  br label %start

start:
  %n = phi i32 [ 8, %entry ], [ %number, %read ]
  %from.one = sub i32 %n, 1
  %sensible = icmp ult i32 %from.one, 16
  br i1 %sensible, label %run, label %wrong

run:
  %bit = shl i32 1, %n
  %all = sub i32 %bit, 1
  %ways = call i64 @place(i32 %all, i32 0, i32 0, i32 0)
  call i32 (ptr, ...) @printf(ptr @format, i32 %n, i64 %ways)
  call i32 @putchar(i32 10)
  ret i32 0

wrong:
  call i32 (ptr, ...) @printf(ptr @usage)
  ret i32 2
}
