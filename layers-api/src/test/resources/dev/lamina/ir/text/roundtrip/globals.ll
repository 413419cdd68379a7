source_filename = "globals.c"
module asm ".globl here"
module asm "here: .byte 0 # \22quoted\22"

$group = comdat any
$exact = comdat exactmatch
$large = comdat largest
$nodup = comdat nodeduplicate
$same = comdat samesize
$"odd name" = comdat any

@plain = global i32 0
@const = constant i32 1, align 4
@ext = external global i32
@weakext = extern_weak global i32
@priv = private unnamed_addr constant [2 x i8] c"x\00", align 1
@int = internal global i32 0
@avail = available_externally global i32 3
@once = linkonce global i32 0
@onceodr = linkonce_odr hidden global i32 0, comdat($group)
@weak = weak dso_local global i32 0
@weakodr = weak_odr protected local_unnamed_addr constant i32 0
@common = common global [4 x i32] zeroinitializer, align 16
@dso = dso_local global i32 0
@preempt = dso_preemptable global i32 0
@import = external dllimport global i32
@export = dllexport global i32 0
@tls = thread_local global i32 0
@tls1 = thread_local(localdynamic) global i32 0
@tls2 = internal thread_local(initialexec) global i32 0
@tls3 = thread_local(localexec) unnamed_addr global i32 0
@space = addrspace(1) global i32 0
@extinit = addrspace(1) externally_initialized global i32 0
@sect = global i32 0, section ".mysection", partition "part", align 4294967296
@exact = global i32 0, comdat
@large = global i32 0, section "x", comdat, align 8
@nodup = global i32 0, comdat
@same = global i32 0, comdat
@odd = global i32 0, comdat($"odd name")
@model = global i32 0, code_model "large"
@sanit = global i32 0, no_sanitize_address, no_sanitize_hwaddress, sanitize_memtag, sanitize_address_dyninit
@meta = global i32 0, align 4, !type !0, !type !1
@attrs = global i32 0, align 4 #0
@0 = private global i32 5
@1 = global ptr @0
@llvm.used = appending global [1 x ptr] [ptr @int], section "llvm.metadata"
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @ctor, ptr null }]

@alias = alias i32, ptr @plain
@alias1 = internal alias i32, ptr @int
@alias2 = weak hidden unnamed_addr alias i8, getelementptr (i8, ptr @common, i64 4)
@alias3 = thread_local alias i32, ptr @tls, partition "part"
@2 = alias ptr, ptr @1

@ifunc = ifunc i32 (i32), ptr @resolver
@ifunc1 = internal ifunc void (), ptr @resolver, partition "part"

define internal void @ctor() {
  store i32 1, ptr @2
  ret void
}

define ptr @resolver() {
  ret ptr null
}

attributes #0 = { "bss-section"="b" "data-section"="d" }

!0 = !{i64 16, !"typeid"}
!1 = !{i64 0, !"other"}
