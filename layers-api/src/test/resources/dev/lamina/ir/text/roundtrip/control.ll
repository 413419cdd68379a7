source_filename = "control.c"
define i32 @branches(i32 %x, i1 %c, ptr %address) {
entry:
  br i1 %c, label %"odd label", label %loop

"odd label":                                      ; preds = %entry
  switch i32 %x, label %exit [
    i32 0, label %loop
    i32 -1, label %dead
    i32 7, label %loop
  ]

loop:                                             ; preds = %loop, %"odd label", %"odd label", %entry
  %i = phi i32 [ 0, %entry ], [ 1, %"odd label" ], [ 1, %"odd label" ], [ %next, %loop ]
  %f = phi fast float [ 0.0, %entry ], [ 1.0, %"odd label" ], [ 1.0, %"odd label" ], [ %f, %loop ]
  %next = add i32 %i, 1
  %again = icmp slt i32 %next, %x
  br i1 %again, label %loop, label %jump, !llvm.loop !0

jump:                                             ; preds = %loop
  indirectbr ptr %address, [label %dead, label %exit]

dead:                                             ; preds = %jump, %"odd label"
  unreachable

exit:                                             ; preds = %jump, %"odd label"
  ret i32 %x
}

define void @empty(i8 %x) {
  switch i8 %x, label %1 [
  ]

1:                                                ; preds = %1
  ret void
}

define void @nopreds() {
  ret void

1:                                                ; No predecessors!
  br label %1
}

define i64 @wide(i65 %x) {
  switch i65 %x, label %2 [
    i65 18446744073709551616, label %3
    i65 -1, label %3
  ]

2:                                                ; preds = %1
  ret i64 0

3:                                                ; preds = %1, %1
  ret i64 1
}

!0 = distinct !{!0, !1}
!1 = !{!"llvm.loop.mustprogress"}
