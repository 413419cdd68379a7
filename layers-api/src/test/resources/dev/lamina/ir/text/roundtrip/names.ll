source_filename = "names.c"
@"spaced name" = global i32 0
@"\01escaped" = global i32 1
@"caf\C3\A9" = global i32 2
@"1digit" = global i32 3
@plain$with.odd-chars_ = global i32 4
@0 = global ptr @"spaced name"
@4 = global ptr @0

define i32 @"fn with \22quotes\22"(i32 %"arg one", i32 %0, i32 %arg.two) {
"first block":
  %"result \\ x" = add i32 %"arg one", %0
  %1 = add i32 %"result \\ x", %arg.two
  br label %"9"

"9":                                              ; preds = %"first block"
  %-dash = add i32 %1, 1
  %"42" = add i32 %-dash, 2
  br label %2

2:                                                ; preds = %"9"
  %same = load i32, ptr @"spaced name"
  ret i32 %"42"
}

define void @"9numeric"() {
  call void @"9numeric"()
  ret void
}
