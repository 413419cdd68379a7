; The smallest program that says something. Run it with: ./lamina examples/hello.ll

@message = private unnamed_addr constant [15 x i8] c"Hello, Lamina!\00"

declare i32 @puts(ptr)

define i32 @main(i32 %argc, ptr %argv) {
entry:
  %written = call i32 @puts(ptr @message)
  ret i32 0
}
