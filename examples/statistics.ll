; ModuleID = 'examples/statistics.c'
source_filename = "examples/statistics.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

%struct.summary = type { double, double, double, i64 }

@capacity = internal global i64 0, align 8
@numbers = internal global ptr null, align 8
@.str = private unnamed_addr constant [4 x i8] c"%lf\00", align 1
@.str.1 = private unnamed_addr constant [56 x i8] c"%zu numbers, mean %g, standard deviation %g, median %g\0A\00", align 1
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @begin, ptr null }]
@llvm.global_dtors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @end, ptr null }]

; Function Attrs: noinline nounwind optnone uwtable
define internal void @begin() #0 {
  store i64 4, ptr @capacity, align 8
  %1 = load i64, ptr @capacity, align 8
  %2 = mul i64 %1, 8
  %3 = call noalias ptr @malloc(i64 noundef %2) #7
  store ptr %3, ptr @numbers, align 8
  ret void
}

; Function Attrs: nounwind allocsize(0)
declare noalias ptr @malloc(i64 noundef) #1

; Function Attrs: noinline nounwind optnone uwtable
define internal void @end() #0 {
  %1 = load ptr, ptr @numbers, align 8
  call void @free(ptr noundef %1) #8
  ret void
}

; Function Attrs: nounwind
declare void @free(ptr noundef) #2

; Function Attrs: noinline nounwind optnone uwtable
define dso_local i32 @main() #0 {
  %1 = alloca i32, align 4
  %2 = alloca i64, align 8
  %3 = alloca double, align 8
  %4 = alloca %struct.summary, align 8
  store i32 0, ptr %1, align 4
  store i64 0, ptr %2, align 8
  br label %5

5:                                                ; preds = %23, %0
  %6 = call i32 (ptr, ...) @__isoc99_scanf(ptr noundef @.str, ptr noundef %3)
  %7 = icmp eq i32 %6, 1
  br i1 %7, label %8, label %29

8:                                                ; preds = %5
  %9 = load i64, ptr %2, align 8
  %10 = load i64, ptr @capacity, align 8
  %11 = icmp eq i64 %9, %10
  br i1 %11, label %12, label %23

12:                                               ; preds = %8
  %13 = load i64, ptr @capacity, align 8
  %14 = mul i64 %13, 2
  store i64 %14, ptr @capacity, align 8
  %15 = load ptr, ptr @numbers, align 8
  %16 = load i64, ptr @capacity, align 8
  %17 = mul i64 %16, 8
  %18 = call ptr @realloc(ptr noundef %15, i64 noundef %17) #9
  store ptr %18, ptr @numbers, align 8
  %19 = load ptr, ptr @numbers, align 8
  %20 = icmp eq ptr %19, null
  br i1 %20, label %21, label %22

21:                                               ; preds = %12
  store i32 1, ptr %1, align 4
  br label %41

22:                                               ; preds = %12
  br label %23

23:                                               ; preds = %22, %8
  %24 = load double, ptr %3, align 8
  %25 = load ptr, ptr @numbers, align 8
  %26 = load i64, ptr %2, align 8
  %27 = add i64 %26, 1
  store i64 %27, ptr %2, align 8
  %28 = getelementptr inbounds double, ptr %25, i64 %26
  store double %24, ptr %28, align 8
  br label %5, !llvm.loop !6

29:                                               ; preds = %5
  %30 = load ptr, ptr @numbers, align 8
  %31 = load i64, ptr %2, align 8
  call void @summarize(ptr dead_on_unwind writable sret(%struct.summary) align 8 %4, ptr noundef %30, i64 noundef %31)
  %32 = getelementptr inbounds %struct.summary, ptr %4, i32 0, i32 3
  %33 = load i64, ptr %32, align 8
  %34 = getelementptr inbounds %struct.summary, ptr %4, i32 0, i32 0
  %35 = load double, ptr %34, align 8
  %36 = getelementptr inbounds %struct.summary, ptr %4, i32 0, i32 1
  %37 = load double, ptr %36, align 8
  %38 = getelementptr inbounds %struct.summary, ptr %4, i32 0, i32 2
  %39 = load double, ptr %38, align 8
  %40 = call i32 (ptr, ...) @printf(ptr noundef @.str.1, i64 noundef %33, double noundef %35, double noundef %37, double noundef %39)
  store i32 0, ptr %1, align 4
  br label %41

41:                                               ; preds = %29, %21
  %42 = load i32, ptr %1, align 4
  ret i32 %42
}

declare i32 @__isoc99_scanf(ptr noundef, ...) #3

; Function Attrs: nounwind allocsize(1)
declare ptr @realloc(ptr noundef, i64 noundef) #4

; Function Attrs: noinline nounwind optnone uwtable
define internal void @summarize(ptr dead_on_unwind noalias writable sret(%struct.summary) align 8 %0, ptr noundef %1, i64 noundef %2) #0 {
  %4 = alloca ptr, align 8
  %5 = alloca i64, align 8
  %6 = alloca i64, align 8
  %7 = alloca i64, align 8
  store ptr %1, ptr %4, align 8
  store i64 %2, ptr %5, align 8
  call void @llvm.memset.p0.i64(ptr align 8 %0, i8 0, i64 32, i1 false)
  %8 = getelementptr inbounds %struct.summary, ptr %0, i32 0, i32 0
  %9 = getelementptr inbounds %struct.summary, ptr %0, i32 0, i32 1
  %10 = getelementptr inbounds %struct.summary, ptr %0, i32 0, i32 2
  %11 = getelementptr inbounds %struct.summary, ptr %0, i32 0, i32 3
  %12 = load i64, ptr %5, align 8
  store i64 %12, ptr %11, align 8
  %13 = load i64, ptr %5, align 8
  %14 = icmp eq i64 %13, 0
  br i1 %14, label %15, label %16

15:                                               ; preds = %3
  br label %99

16:                                               ; preds = %3
  store i64 0, ptr %6, align 8
  br label %17

17:                                               ; preds = %29, %16
  %18 = load i64, ptr %6, align 8
  %19 = load i64, ptr %5, align 8
  %20 = icmp ult i64 %18, %19
  br i1 %20, label %21, label %32

21:                                               ; preds = %17
  %22 = load ptr, ptr %4, align 8
  %23 = load i64, ptr %6, align 8
  %24 = getelementptr inbounds double, ptr %22, i64 %23
  %25 = load double, ptr %24, align 8
  %26 = getelementptr inbounds %struct.summary, ptr %0, i32 0, i32 0
  %27 = load double, ptr %26, align 8
  %28 = fadd double %27, %25
  store double %28, ptr %26, align 8
  br label %29

29:                                               ; preds = %21
  %30 = load i64, ptr %6, align 8
  %31 = add i64 %30, 1
  store i64 %31, ptr %6, align 8
  br label %17, !llvm.loop !8

32:                                               ; preds = %17
  %33 = load i64, ptr %5, align 8
  %34 = uitofp i64 %33 to double
  %35 = getelementptr inbounds %struct.summary, ptr %0, i32 0, i32 0
  %36 = load double, ptr %35, align 8
  %37 = fdiv double %36, %34
  store double %37, ptr %35, align 8
  store i64 0, ptr %7, align 8
  br label %38

38:                                               ; preds = %60, %32
  %39 = load i64, ptr %7, align 8
  %40 = load i64, ptr %5, align 8
  %41 = icmp ult i64 %39, %40
  br i1 %41, label %42, label %63

42:                                               ; preds = %38
  %43 = load ptr, ptr %4, align 8
  %44 = load i64, ptr %7, align 8
  %45 = getelementptr inbounds double, ptr %43, i64 %44
  %46 = load double, ptr %45, align 8
  %47 = getelementptr inbounds %struct.summary, ptr %0, i32 0, i32 0
  %48 = load double, ptr %47, align 8
  %49 = fsub double %46, %48
  %50 = load ptr, ptr %4, align 8
  %51 = load i64, ptr %7, align 8
  %52 = getelementptr inbounds double, ptr %50, i64 %51
  %53 = load double, ptr %52, align 8
  %54 = getelementptr inbounds %struct.summary, ptr %0, i32 0, i32 0
  %55 = load double, ptr %54, align 8
  %56 = fsub double %53, %55
  %57 = getelementptr inbounds %struct.summary, ptr %0, i32 0, i32 1
  %58 = load double, ptr %57, align 8
  %59 = call double @llvm.fmuladd.f64(double %49, double %56, double %58)
  store double %59, ptr %57, align 8
  br label %60

60:                                               ; preds = %42
  %61 = load i64, ptr %7, align 8
  %62 = add i64 %61, 1
  store i64 %62, ptr %7, align 8
  br label %38, !llvm.loop !9

63:                                               ; preds = %38
  %64 = getelementptr inbounds %struct.summary, ptr %0, i32 0, i32 1
  %65 = load double, ptr %64, align 8
  %66 = load i64, ptr %5, align 8
  %67 = uitofp i64 %66 to double
  %68 = fdiv double %65, %67
  %69 = call double @sqrt(double noundef %68) #8
  %70 = getelementptr inbounds %struct.summary, ptr %0, i32 0, i32 1
  store double %69, ptr %70, align 8
  %71 = load ptr, ptr %4, align 8
  %72 = load i64, ptr %5, align 8
  call void @qsort(ptr noundef %71, i64 noundef %72, i64 noundef 8, ptr noundef @compare)
  %73 = load i64, ptr %5, align 8
  %74 = urem i64 %73, 2
  %75 = icmp ne i64 %74, 0
  br i1 %75, label %76, label %82

76:                                               ; preds = %63
  %77 = load ptr, ptr %4, align 8
  %78 = load i64, ptr %5, align 8
  %79 = udiv i64 %78, 2
  %80 = getelementptr inbounds double, ptr %77, i64 %79
  %81 = load double, ptr %80, align 8
  br label %96

82:                                               ; preds = %63
  %83 = load ptr, ptr %4, align 8
  %84 = load i64, ptr %5, align 8
  %85 = udiv i64 %84, 2
  %86 = sub i64 %85, 1
  %87 = getelementptr inbounds double, ptr %83, i64 %86
  %88 = load double, ptr %87, align 8
  %89 = load ptr, ptr %4, align 8
  %90 = load i64, ptr %5, align 8
  %91 = udiv i64 %90, 2
  %92 = getelementptr inbounds double, ptr %89, i64 %91
  %93 = load double, ptr %92, align 8
  %94 = fadd double %88, %93
  %95 = fdiv double %94, 2.000000e+00
  br label %96

96:                                               ; preds = %82, %76
  %97 = phi double [ %81, %76 ], [ %95, %82 ]
  %98 = getelementptr inbounds %struct.summary, ptr %0, i32 0, i32 2
  store double %97, ptr %98, align 8
  br label %99

99:                                               ; preds = %96, %15
  ret void
}

declare i32 @printf(ptr noundef, ...) #3

; Function Attrs: nocallback nofree nounwind willreturn memory(argmem: write)
declare void @llvm.memset.p0.i64(ptr nocapture writeonly, i8, i64, i1 immarg) #5

; Function Attrs: nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare double @llvm.fmuladd.f64(double, double, double) #6

; Function Attrs: nounwind
declare double @sqrt(double noundef) #2

declare void @qsort(ptr noundef, i64 noundef, i64 noundef, ptr noundef) #3

; Function Attrs: noinline nounwind optnone uwtable
define internal i32 @compare(ptr noundef %0, ptr noundef %1) #0 {
  %3 = alloca ptr, align 8
  %4 = alloca ptr, align 8
  %5 = alloca double, align 8
  %6 = alloca double, align 8
  store ptr %0, ptr %3, align 8
  store ptr %1, ptr %4, align 8
  %7 = load ptr, ptr %3, align 8
  %8 = load double, ptr %7, align 8
  store double %8, ptr %5, align 8
  %9 = load ptr, ptr %4, align 8
  %10 = load double, ptr %9, align 8
  store double %10, ptr %6, align 8
  %11 = load double, ptr %5, align 8
  %12 = load double, ptr %6, align 8
  %13 = fcmp ogt double %11, %12
  %14 = zext i1 %13 to i32
  %15 = load double, ptr %5, align 8
  %16 = load double, ptr %6, align 8
  %17 = fcmp olt double %15, %16
  %18 = zext i1 %17 to i32
  %19 = sub nsw i32 %14, %18
  ret i32 %19
}

attributes #0 = { noinline nounwind optnone uwtable "frame-pointer"="all" "min-legal-vector-width"="0" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #1 = { nounwind allocsize(0) "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #2 = { nounwind "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #3 = { "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #4 = { nounwind allocsize(1) "frame-pointer"="all" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #5 = { nocallback nofree nounwind willreturn memory(argmem: write) }
attributes #6 = { nocallback nofree nosync nounwind speculatable willreturn memory(none) }
attributes #7 = { nounwind allocsize(0) }
attributes #8 = { nounwind }
attributes #9 = { nounwind allocsize(1) }

!llvm.module.flags = !{!0, !1, !2, !3, !4}
!llvm.ident = !{!5}

!0 = !{i32 1, !"wchar_size", i32 4}
!1 = !{i32 8, !"PIC Level", i32 2}
!2 = !{i32 7, !"PIE Level", i32 2}
!3 = !{i32 7, !"uwtable", i32 2}
!4 = !{i32 7, !"frame-pointer", i32 2}
!5 = !{!"Debian clang version 19.1.7 (3~deb12u1)"}
!6 = distinct !{!6, !7}
!7 = !{!"llvm.loop.mustprogress"}
!8 = distinct !{!8, !7}
!9 = distinct !{!9, !7}
