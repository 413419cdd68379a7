source_filename = "typed.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-f80:128-n8:16:32:64-S128"

%list = type { i32, %list*, i32 (%list*, i8**)* }
%undefinedlater = type { [2 x %list]*, %opaque* }
%opaque = type opaque

@head = global %list* null, align 8
@nodes = internal global [2 x %list] [%list { i32 1, %list* getelementptr inbounds ([2 x %list], [2 x %list]* @nodes, i64 0, i64 1), i32 (%list*, i8**)* @visit }, %list zeroinitializer]
@bytes = constant i8* bitcast ([2 x %list]* @nodes to i8*)
@vtable = constant { [3 x i8*] } { [3 x i8*] [i8* null, i8* bitcast (i32 (%list*, i8**)* @visit to i8*), i8* null] }
@vptr = global i8** getelementptr inbounds ({ [3 x i8*] }, { [3 x i8*] }* @vtable, i32 0, inrange i32 0, i32 2)
@far = external addrspace(1) global i32 addrspace(2)*
@other = alias i32, bitcast (%list** @head to i32*)
@fn = alias i32 (%list*, i8**), i32 (%list*, i8**)* @visit

declare void @take(%list* byval(%list) align 8, %list* sret(%list), i8* nocapture)
declare i32 @printf(i8*, ...)
declare void @unprototyped(...)
declare i8* (i32)* @returns()

define i32 @visit(%list* %l, i8** %names) {
  %1 = getelementptr inbounds %list, %list* %l, i32 0, i32 1
  %2 = load %list*, %list** %1, align 8
  %3 = bitcast %list* %2 to i8*
  store i8* %3, i8** %names, align 8
  %4 = getelementptr inbounds %list, %list* %l, i32 0, i32 2
  %5 = load i32 (%list*, i8**)*, i32 (%list*, i8**)** %4, align 8
  %6 = call i32 %5(%list* %2, i8** %names)
  %7 = call i32 (i8*, ...) @printf(i8* %3, i32 %6)
  call void (i32, ...) bitcast (void (...)* @unprototyped to void (i32, ...)*)(i32 1)
  call void bitcast (void (...)* @unprototyped to void (i32)*)(i32 1)
  %8 = icmp eq %list* %2, null
  %9 = select i1 %8, i32 (%list*, i8**)* @visit, i32 (%list*, i8**)* null
  %10 = ptrtoint %list* %l to i64
  %11 = inttoptr i64 %10 to i32 addrspace(3)**
  %12 = alloca %list*, align 8
  %13 = cmpxchg %list** %12, %list* null, %list* %l seq_cst seq_cst
  call void @take(%list* byval(%list) align 8 %l, %list* sret(%list) %l, i8* null)
  call void asm "", "=*m"(i32* elementtype(i32) null)
  ret i32 %7
}
