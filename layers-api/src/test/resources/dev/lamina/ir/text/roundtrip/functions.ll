source_filename = "functions.c"
%S = type { i64, i64, i64 }

$comdat = comdat any

declare void @plain()
declare i32 @params(i32, ptr, ...)
declare void @named(i32 %x, ptr %y)
declare zeroext i1 @result(i1 zeroext, i8 signext, i16 inreg)
declare noundef nonnull align 8 dereferenceable(16) ptr @pointers(ptr noalias nocapture noundef readonly align 4 dereferenceable_or_null(8), ptr nofree writeonly, ptr returned, ptr nest, ptr readnone)
declare void @memory(ptr sret(%S) align 8, ptr byval(%S) align 16, ptr byref(i64), ptr inalloca(%S))
declare void @swift(ptr swiftself, ptr swifterror, ptr swiftasync)
declare void @newer(i32 range(i32 0, 5), float nofpclass(nan inf), ptr initializes((0, 4), (8, 16)), ptr writable dead_on_unwind)
declare void @strings(i32 "a", i32 "b"="c\22d")
declare range(i8 0, 2) i8 @ranged()
declare ptr @alloc(i64, i64 allocalign) allockind("alloc,uninitialized,aligned") allocsize(0) "alloc-family"="malloc"
declare void @free(ptr allocptr) allockind("free")

declare fastcc void @fast()
declare coldcc void @cold()
declare tailcc void @tail()
declare swifttailcc void @swifttail()
declare preserve_mostcc void @most()
declare preserve_allcc void @all()
declare preserve_nonecc void @none()
declare ghccc void @ghc()
declare x86_64_sysvcc void @sysv()
declare win64cc void @win()
declare x86_regcallcc void @regcall()
declare cc 11 void @hipe()
declare cc 999 void @numbered()

declare extern_weak void @weakfn()
declare hidden void @hidden()
declare dllimport void @import()
declare void @unnamed() unnamed_addr
declare void @localunnamed() local_unnamed_addr #0
declare !foo !0 void @attached()

define i32 @body(i32 %a, i32 %0, ptr noundef %b) unnamed_addr #1 section ".text.hot" partition "p" comdat($comdat) align 32 gc "statepoint-example" prefix i32 123 prologue i8 -112 personality ptr @plain !dbg !1 !foo !0 {
  ret i32 %a
}

define linkonce_odr hidden void @comdat() comdat {
  ret void
}

define available_externally void @avail() #2 {
  ret void
}

define private void @priv() memory(none) {
  ret void
}

define weak_odr dso_local i32 @attrs() noinline nounwind optnone uwtable willreturn mustprogress "frame-pointer"="all" "no-value" {
  ret i32 0
}

define void @groups() #0 #2 nounwind {
  ret void
}

define internal void @0() {
  ret void
}

define void @caller() alignstack(16) vscale_range(1,16) {
  call void @0()
  ret void
}

attributes #0 = { cold noreturn }
attributes #1 = { alwaysinline nounwind uwtable(sync) memory(read, argmem: readwrite, inaccessiblemem: none) alignstack=8 "target-cpu"="x86-64" "target-features"="+sse,+sse2" }
attributes #2 = { convergent hot inlinehint minsize nobuiltin nocallback nocf_check noduplicate nofree noimplicitfloat nomerge nonlazybind noprofile norecurse noredzone nosanitize_bounds nosanitize_coverage nosync null_pointer_is_valid optforfuzzing optsize presplitcoroutine returns_twice safestack sanitize_address sanitize_hwaddress sanitize_memory sanitize_memtag sanitize_numerical_stability sanitize_thread shadowcallstack skipprofile speculatable speculative_load_hardening ssp sspreq sspstrong strictfp disable_sanitizer_instrumentation fn_ret_thunk_extern coro_only_destroy_when_complete }

!0 = !{!"attached"}
!1 = distinct !DISubprogram(name: "body", scope: !2, file: !2, line: 1, type: !3, unit: !4, spFlags: DISPFlagDefinition)
!2 = !DIFile(filename: "f.c", directory: "/")
!3 = !DISubroutineType(types: !{null})
!4 = distinct !DICompileUnit(language: DW_LANG_C11, file: !2, producer: "x", isOptimized: false, runtimeVersion: 0, emissionKind: FullDebug)
!llvm.module.flags = !{!5}
!llvm.dbg.cu = !{!4}
!5 = !{i32 2, !"Debug Info Version", i32 3}
