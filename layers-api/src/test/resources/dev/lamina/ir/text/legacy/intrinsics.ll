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
