package dev.lamina.target.x86_64.encode;

import static dev.lamina.target.x86_64.encode.Descriptors.*;

/**
 * x87 instructions (SDM volume 1, 5.2), numbers 704 to 895: {@link Encoder#m} for memory operands,
 * {@link Encoder#st} for a register of the stack, {@link Encoder#op} for those without operand.
 * Their size parameter is ignored. The names are the manual's.
 */
public final class X87 {
  private static final Chapter C = new Chapter(704, 896);

  // Loads and stores. M16 to M80 is the width of the memory operand; FI* are integers.
  public static final int FLD_M32 = C.row("flds", memory(0xd9, 0));
  public static final int FLD_M64 = C.row("fldl", memory(0xdd, 0));
  public static final int FLD_M80 = C.row("fldt", memory(0xdb, 5));
  public static final int FST_M32 = C.row("fsts", memory(0xd9, 2));
  public static final int FST_M64 = C.row("fstl", memory(0xdd, 2));
  public static final int FSTP_M32 = C.row("fstps", memory(0xd9, 3));
  public static final int FSTP_M64 = C.row("fstpl", memory(0xdd, 3));
  public static final int FSTP_M80 = C.row("fstpt", memory(0xdb, 7));
  public static final int FILD_M16 = C.row("filds fild", memory(0xdf, 0));
  public static final int FILD_M32 = C.row("fildl", memory(0xdb, 0));
  public static final int FILD_M64 = C.row("fildll fildq", memory(0xdf, 5));
  public static final int FIST_M16 = C.row("fists fist", memory(0xdf, 2));
  public static final int FIST_M32 = C.row("fistl", memory(0xdb, 2));
  public static final int FISTP_M16 = C.row("fistps fistp", memory(0xdf, 3));
  public static final int FISTP_M32 = C.row("fistpl", memory(0xdb, 3));
  public static final int FISTP_M64 = C.row("fistpll fistpq", memory(0xdf, 7));
  public static final int FISTTP_M16 = C.row("fisttps fisttp", memory(0xdf, 1));
  public static final int FISTTP_M32 = C.row("fisttpl", memory(0xdb, 1));
  public static final int FISTTP_M64 = C.row("fisttpll fisttpq", memory(0xdd, 1));
  public static final int FBLD = C.row("fbld", memory(0xdf, 4));
  public static final int FBSTP = C.row("fbstp", memory(0xdf, 6));
  public static final int FLD = C.row("fld", st(0xd9, 0xc0));
  public static final int FST = C.row("fst", st(0xdd, 0xd0));
  public static final int FSTP = C.row("fstp", st(0xdd, 0xd8));
  public static final int FXCH = C.row("fxch", st(0xd9, 0xc8));
  public static final int FFREE = C.row("ffree", st(0xdd, 0xc0));
  public static final int FCMOVB = C.row("fcmovb fcmovc fcmovnae", st(0xda, 0xc0));
  public static final int FCMOVE = C.row("fcmove fcmovz", st(0xda, 0xc8));
  public static final int FCMOVBE = C.row("fcmovbe fcmovna", st(0xda, 0xd0));
  public static final int FCMOVU = C.row("fcmovu fcmovp", st(0xda, 0xd8));
  public static final int FCMOVNB = C.row("fcmovnb fcmovae fcmovnc", st(0xdb, 0xc0));
  public static final int FCMOVNE = C.row("fcmovne fcmovnz", st(0xdb, 0xc8));
  public static final int FCMOVNBE = C.row("fcmovnbe fcmova", st(0xdb, 0xd0));
  public static final int FCMOVNU = C.row("fcmovnu fcmovnp", st(0xdb, 0xd8));

  // Arithmetic. Plain: st(0) ← st(0) op st(i); _TO: st(i) ← st(i) op st(0); P: _TO, then pop. R
  // reverses the operands. AT&T syntax exchanges the names of the subtractions and divisions with
  // and without r in the _TO and P rows, a mistake of the first Unix assembler kept ever since.
  public static final int FADD_M32 = C.row("fadds", memory(0xd8, 0));
  public static final int FADD_M64 = C.row("faddl", memory(0xdc, 0));
  public static final int FIADD_M16 = C.row("fiadds fiadd", memory(0xde, 0));
  public static final int FIADD_M32 = C.row("fiaddl", memory(0xda, 0));
  public static final int FADD = C.row("fadd", st(0xd8, 0xc0));
  public static final int FADD_TO = C.row("fadd", st(0xdc, 0xc0));
  public static final int FADDP = C.row("faddp", st(0xde, 0xc0));
  public static final int FMUL_M32 = C.row("fmuls", memory(0xd8, 1));
  public static final int FMUL_M64 = C.row("fmull", memory(0xdc, 1));
  public static final int FIMUL_M16 = C.row("fimuls fimul", memory(0xde, 1));
  public static final int FIMUL_M32 = C.row("fimull", memory(0xda, 1));
  public static final int FMUL = C.row("fmul", st(0xd8, 0xc8));
  public static final int FMUL_TO = C.row("fmul", st(0xdc, 0xc8));
  public static final int FMULP = C.row("fmulp", st(0xde, 0xc8));
  public static final int FSUB_M32 = C.row("fsubs", memory(0xd8, 4));
  public static final int FSUB_M64 = C.row("fsubl", memory(0xdc, 4));
  public static final int FISUB_M16 = C.row("fisubs fisub", memory(0xde, 4));
  public static final int FISUB_M32 = C.row("fisubl", memory(0xda, 4));
  public static final int FSUB = C.row("fsub", st(0xd8, 0xe0));
  public static final int FSUB_TO = C.row("fsubr", st(0xdc, 0xe8));
  public static final int FSUBP = C.row("fsubrp", st(0xde, 0xe8));
  public static final int FSUBR_M32 = C.row("fsubrs", memory(0xd8, 5));
  public static final int FSUBR_M64 = C.row("fsubrl", memory(0xdc, 5));
  public static final int FISUBR_M16 = C.row("fisubrs fisubr", memory(0xde, 5));
  public static final int FISUBR_M32 = C.row("fisubrl", memory(0xda, 5));
  public static final int FSUBR = C.row("fsubr", st(0xd8, 0xe8));
  public static final int FSUBR_TO = C.row("fsub", st(0xdc, 0xe0));
  public static final int FSUBRP = C.row("fsubp", st(0xde, 0xe0));
  public static final int FDIV_M32 = C.row("fdivs", memory(0xd8, 6));
  public static final int FDIV_M64 = C.row("fdivl", memory(0xdc, 6));
  public static final int FIDIV_M16 = C.row("fidivs fidiv", memory(0xde, 6));
  public static final int FIDIV_M32 = C.row("fidivl", memory(0xda, 6));
  public static final int FDIV = C.row("fdiv", st(0xd8, 0xf0));
  public static final int FDIV_TO = C.row("fdivr", st(0xdc, 0xf8));
  public static final int FDIVP = C.row("fdivrp", st(0xde, 0xf8));
  public static final int FDIVR_M32 = C.row("fdivrs", memory(0xd8, 7));
  public static final int FDIVR_M64 = C.row("fdivrl", memory(0xdc, 7));
  public static final int FIDIVR_M16 = C.row("fidivrs fidivr", memory(0xde, 7));
  public static final int FIDIVR_M32 = C.row("fidivrl", memory(0xda, 7));
  public static final int FDIVR = C.row("fdivr", st(0xd8, 0xf8));
  public static final int FDIVR_TO = C.row("fdiv", st(0xdc, 0xf0));
  public static final int FDIVRP = C.row("fdivp", st(0xde, 0xf0));

  // Comparison.
  public static final int FCOM_M32 = C.row("fcoms", memory(0xd8, 2));
  public static final int FCOM_M64 = C.row("fcoml", memory(0xdc, 2));
  public static final int FCOMP_M32 = C.row("fcomps", memory(0xd8, 3));
  public static final int FCOMP_M64 = C.row("fcompl", memory(0xdc, 3));
  public static final int FICOM_M16 = C.row("ficoms ficom", memory(0xde, 2));
  public static final int FICOM_M32 = C.row("ficoml", memory(0xda, 2));
  public static final int FICOMP_M16 = C.row("ficomps ficomp", memory(0xde, 3));
  public static final int FICOMP_M32 = C.row("ficompl", memory(0xda, 3));
  public static final int FCOM = C.row("fcom", st(0xd8, 0xd0));
  public static final int FCOMP = C.row("fcomp", st(0xd8, 0xd8));
  public static final int FUCOM = C.row("fucom", st(0xdd, 0xe0));
  public static final int FUCOMP = C.row("fucomp", st(0xdd, 0xe8));
  public static final int FCOMI = C.row("fcomi", st(0xdb, 0xf0));
  public static final int FCOMIP = C.row("fcomip fcompi", st(0xdf, 0xf0));
  public static final int FUCOMI = C.row("fucomi", st(0xdb, 0xe8));
  public static final int FUCOMIP = C.row("fucomip fucompi", st(0xdf, 0xe8));
  public static final int FCOMPP = C.row("fcompp", bare(0xde, 0xd9));
  public static final int FUCOMPP = C.row("fucompp", bare(0xda, 0xe9));
  public static final int FTST = C.row("ftst", bare(0xd9, 0xe4));
  public static final int FXAM = C.row("fxam", bare(0xd9, 0xe5));

  // Functions and constants.
  public static final int FCHS = C.row("fchs", bare(0xd9, 0xe0));
  public static final int FABS = C.row("fabs", bare(0xd9, 0xe1));
  public static final int FLD1 = C.row("fld1", bare(0xd9, 0xe8));
  public static final int FLDL2T = C.row("fldl2t", bare(0xd9, 0xe9));
  public static final int FLDL2E = C.row("fldl2e", bare(0xd9, 0xea));
  public static final int FLDPI = C.row("fldpi", bare(0xd9, 0xeb));
  public static final int FLDLG2 = C.row("fldlg2", bare(0xd9, 0xec));
  public static final int FLDLN2 = C.row("fldln2", bare(0xd9, 0xed));
  public static final int FLDZ = C.row("fldz", bare(0xd9, 0xee));
  public static final int F2XM1 = C.row("f2xm1", bare(0xd9, 0xf0));
  public static final int FYL2X = C.row("fyl2x", bare(0xd9, 0xf1));
  public static final int FPTAN = C.row("fptan", bare(0xd9, 0xf2));
  public static final int FPATAN = C.row("fpatan", bare(0xd9, 0xf3));
  public static final int FXTRACT = C.row("fxtract", bare(0xd9, 0xf4));
  public static final int FPREM1 = C.row("fprem1", bare(0xd9, 0xf5));
  public static final int FDECSTP = C.row("fdecstp", bare(0xd9, 0xf6));
  public static final int FINCSTP = C.row("fincstp", bare(0xd9, 0xf7));
  public static final int FPREM = C.row("fprem", bare(0xd9, 0xf8));
  public static final int FYL2XP1 = C.row("fyl2xp1", bare(0xd9, 0xf9));
  public static final int FSQRT = C.row("fsqrt", bare(0xd9, 0xfa));
  public static final int FSINCOS = C.row("fsincos", bare(0xd9, 0xfb));
  public static final int FRNDINT = C.row("frndint", bare(0xd9, 0xfc));
  public static final int FSCALE = C.row("fscale", bare(0xd9, 0xfd));
  public static final int FSIN = C.row("fsin", bare(0xd9, 0xfe));
  public static final int FCOS = C.row("fcos", bare(0xd9, 0xff));
  public static final int FNOP = C.row("fnop", bare(0xd9, 0xd0));

  // Control.
  public static final int FWAIT = C.row("fwait wait", bare(0x9b));
  public static final int FNCLEX = C.row("fnclex", bare(0xdb, 0xe2));
  public static final int FNINIT = C.row("fninit", bare(0xdb, 0xe3));
  public static final int FNSTSW_AX = C.row("fnstsw", bare(0xdf, 0xe0));
  public static final int FNSTSW = C.row("fnstsw", memory(0xdd, 7));
  public static final int FNSTCW = C.row("fnstcw", memory(0xd9, 7));
  public static final int FLDCW = C.row("fldcw", memory(0xd9, 5));
  public static final int FNSTENV = C.row("fnstenv", memory(0xd9, 6));
  public static final int FLDENV = C.row("fldenv", memory(0xd9, 4));
  public static final int FNSAVE = C.row("fnsave", memory(0xdd, 6));
  public static final int FRSTOR = C.row("frstor", memory(0xdd, 4));
  public static final int EMMS = C.row("emms", at(NP, MAP_0F) | bare(0x77));

  private X87() {}
}
