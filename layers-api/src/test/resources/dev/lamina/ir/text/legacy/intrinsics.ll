source_filename = "intrinsics.c"

%struct.va = type { i32 }

declare void @llvm.memcpy.p0i8.p0i8.i64(i8* noalias nocapture writeonly, i8* noalias nocapture readonly, i64, i1 immarg)
declare void @llvm.memset.p0i8.i64(i8* nocapture writeonly, i8, i64, i1 immarg)
declare void @llvm.memcpy.p1i8.p0i8.i32(i8 addrspace(1)*, i8*, i32, i1 immarg)
declare void @llvm.lifetime.start.p0i8(i64 immarg, i8* nocapture)
declare void @llvm.va_start(i8*)
declare void @llvm.va_copy(i8*, i8*)
declare void @llvm.va_end(i8*)
declare i8* @llvm.stacksave()
declare void @llvm.stackrestore(i8*)
declare i64 @llvm.objectsize.i64.p0i8(i8*, i1 immarg, i1 immarg, i1 immarg)
declare <4 x i32> @llvm.masked.load.v4i32.p0v4i32(<4 x i32>*, i32 immarg, <4 x i1>, <4 x i32>)
declare <2 x i64> @llvm.masked.gather.v2i64.v2p0i64(<2 x i64*>, i32 immarg, <2 x i1>, <2 x i64>)
declare %struct.va* @llvm.ptr.annotation.p0s_struct.vas(%struct.va*, i8*, i8*, i32, i8*)
declare void @llvm.prefetch.p0i8(i8* nocapture readonly, i32 immarg, i32 immarg, i32 immarg)
declare i32 @llvm.bswap.i32(i32)
declare i32 @llvm.flt.rounds()
declare void @llvm.dbg.value(metadata, metadata, metadata)

define void @uses(i8* %p, ...) {
  %1 = call i8* @llvm.stacksave()
  call void @llvm.lifetime.start.p0i8(i64 4, i8* %p)
  call void @llvm.memcpy.p0i8.p0i8.i64(i8* align 4 %p, i8* align 4 %p, i64 16, i1 false)
  call void @llvm.va_start(i8* %p)
  %2 = call i64 @llvm.objectsize.i64.p0i8(i8* %p, i1 false, i1 true, i1 false)
  %3 = call i32 @llvm.flt.rounds()
  call void @llvm.stackrestore(i8* %1)
  ret void
}

define i32 @debug(%struct.va* %s) !dbg !1 {
  call void @llvm.dbg.value(metadata %struct.va* %s, metadata !0, metadata !DIExpression()), !dbg !5
  %1 = callbr i32 asm "nop", "=r,r,i,X,~{memory}"(i32 3, i8* blockaddress(@debug, %2), i8* blockaddress(@debug, %out)) to label %3 [label %2, label %out]

2:
  ret i32 1

3:
  ret i32 %1

out:
  ret i32 2
}

!llvm.module.flags = !{!6}
!llvm.dbg.cu = !{!3}
!0 = !DILocalVariable(name: "s", scope: !1, file: !2, line: 1)
!1 = distinct !DISubprogram(name: "debug", scope: !2, file: !2, line: 1, type: !4, unit: !3, spFlags: DISPFlagDefinition)
!2 = !DIFile(filename: "f.c", directory: "/")
!3 = distinct !DICompileUnit(language: DW_LANG_C11, file: !2, isOptimized: false, runtimeVersion: 0, emissionKind: FullDebug)
!4 = !DISubroutineType(types: !{null})
!5 = !DILocation(line: 1, scope: !1)
!6 = !{i32 2, !"Debug Info Version", i32 3}
