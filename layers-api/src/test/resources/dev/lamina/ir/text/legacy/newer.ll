; What LLVM 20 and later write: kept, and printed as LLVM 19 would have it.
source_filename = "newer.c"

declare ptr @captures(ptr captures(none), ptr captures(address, read_provenance), ptr dead_on_return)
declare void @unknown(i32 brand_new, ptr brand_new_too(i32 5, "x")) some_function_attribute

define i1 @f(i32 %a, i32 %b, float %x) sanitize_type {
  %1 = icmp samesign ult i32 %a, %b
  %2 = fptrunc fast double 1.0 to float
  %3 = fpext nnan float %x to double
  %4 = getelementptr inbounds nuw i8, ptr null, i64 4
  ret i1 %1
}
