source_filename = "arithmetic.c"
define void @integers(i32 %a, i32 %b, <4 x i16> %v, i128 %w, ptr %p) {
  %1 = add i32 %a, %b
  %2 = add nuw nsw i32 %a, 1
  %3 = sub nsw i32 %1, %2
  %4 = mul nuw i32 %3, -7
  %5 = udiv exact i32 %4, 3
  %6 = sdiv i32 %5, 3
  %7 = urem i32 %6, 9
  %8 = srem i32 %7, 9
  %9 = shl nuw nsw i32 %8, 2
  %10 = lshr exact i32 %9, 1
  %11 = ashr i32 %10, 1
  %12 = and i32 %11, 255
  %13 = or disjoint i32 %12, 256
  %14 = or i32 %13, 1
  %15 = xor i32 %14, -1
  %16 = add <4 x i16> %v, <i16 1, i16 2, i16 3, i16 4>
  %17 = mul i128 %w, 100000000000000000000
  %18 = icmp eq i32 %15, 0
  %19 = icmp ne ptr %p, null
  %20 = icmp ugt <4 x i16> %v, zeroinitializer
  %21 = icmp uge i32 %a, %b
  %22 = icmp ult i32 %a, %b
  %23 = icmp ule i32 %a, %b
  %24 = icmp sgt i32 %a, %b
  %25 = icmp sge i32 %a, %b
  %26 = icmp slt i32 %a, %b
  %27 = icmp sle i32 %a, %b
  %28 = select i1 %18, i32 %a, i32 %b
  %29 = select <4 x i1> %20, <4 x i16> %v, <4 x i16> %16
  %30 = freeze i32 %28
  ret void
}

define double @floats(float %f, double %d, <2 x double> %v, x86_fp80 %l) {
  %1 = fneg float %f
  %2 = fadd fast float %1, 1.0
  %3 = fsub nnan ninf float %2, %f
  %4 = fmul nsz arcp contract afn reassoc float %3, %f
  %5 = fdiv double %d, 3.0
  %6 = frem double %5, 2.0
  %7 = fneg nnan <2 x double> %v
  %8 = fcmp oeq float %f, %4
  %9 = fcmp fast ogt double %d, %6
  %10 = fcmp false double %d, %6
  %11 = fcmp oge double %d, %6
  %12 = fcmp olt double %d, %6
  %13 = fcmp ole double %d, %6
  %14 = fcmp one double %d, %6
  %15 = fcmp ord double %d, %6
  %16 = fcmp uno double %d, %6
  %17 = fcmp ueq double %d, %6
  %18 = fcmp ugt double %d, %6
  %19 = fcmp uge double %d, %6
  %20 = fcmp ult double %d, %6
  %21 = fcmp ule double %d, %6
  %22 = fcmp une double %d, %6
  %23 = fcmp true x86_fp80 %l, 0xK3FFF8000000000000000
  %24 = select nnan i1 %8, double %d, double %5
  %25 = fadd x86_fp80 %l, %l
  ret double %24
}

define void @conversions(i64 %i, float %f, double %d, ptr %p, <2 x i32> %v) {
  %1 = trunc i64 %i to i32
  %2 = trunc nuw nsw i64 %i to i8
  %3 = zext i32 %1 to i64
  %4 = zext nneg i32 %1 to i128
  %5 = sext i32 %1 to i64
  %6 = fptoui float %f to i32
  %7 = fptosi double %d to i64
  %8 = uitofp i64 %i to double
  %9 = uitofp nneg i64 %i to float
  %10 = sitofp i32 %1 to x86_fp80
  %11 = fptrunc double %d to float
  %12 = fpext float %f to fp128
  %13 = ptrtoint ptr %p to i64
  %14 = inttoptr i64 %13 to ptr
  %15 = bitcast double %d to i64
  %16 = bitcast <2 x i32> %v to i64
  %17 = addrspacecast ptr %p to ptr addrspace(1)
  %18 = zext <2 x i32> %v to <2 x i64>
  ret void
}
