package dev.lamina.target.x86_64.encode;

import static dev.lamina.target.x86_64.encode.Descriptors.*;

/**
 * Floating-point instructions on XMM registers, scalar and packed: SSE to SSE4.1 (SDM volume 1, 5.5
 * to 5.10), numbers 256 to 447. Their size parameter is ignored, except where integers take part.
 */
public final class Sse {
  private static final Chapter C = new Chapter(256, 448);

  // Moves (SDM volume 1, 5.5.1.1 and 5.6.1.1).
  public static final int MOVUPS = C.row("movups", xx(NP, 0x10) | mr(0x11));
  public static final int MOVUPD = C.row("movupd", xx(P66, 0x10) | mr(0x11));
  public static final int MOVAPS = C.row("movaps", xx(NP, 0x28) | mr(0x29));
  public static final int MOVAPD = C.row("movapd", xx(P66, 0x28) | mr(0x29));

  /** Between registers this leaves the upper lanes alone; use MOVAPS to copy a register. */
  public static final int MOVSS = C.row("movss", xx(PF3, 0x10) | mr(0x11));

  /** As {@link #MOVSS}. */
  public static final int MOVSD = C.row("movsd", xx(PF2, 0x10) | mr(0x11));

  public static final int MOVLPS = C.row("movlps", xmem(NP, rm(0x12) | mr(0x13)));
  public static final int MOVLPD = C.row("movlpd", xmem(P66, rm(0x12) | mr(0x13)));
  public static final int MOVHPS = C.row("movhps", xmem(NP, rm(0x16) | mr(0x17)));
  public static final int MOVHPD = C.row("movhpd", xmem(P66, rm(0x16) | mr(0x17)));
  public static final int MOVNTPS = C.row("movntps", xmem(NP, mr(0x2b)));
  public static final int MOVNTPD = C.row("movntpd", xmem(P66, mr(0x2b)));
  public static final int MOVHLPS = C.row("movhlps", xreg(NP, 0x12));
  public static final int MOVLHPS = C.row("movlhps", xreg(NP, 0x16));
  public static final int MOVSHDUP = C.row("movshdup", xx(PF3, 0x16));
  public static final int MOVSLDUP = C.row("movsldup", xx(PF3, 0x12));
  public static final int MOVDDUP = C.row("movddup", xx(PF2, 0x12));
  public static final int MOVMSKPS = C.row("movmskps", at(NP, MAP_0F) | rm(0x50) | regOnly(GPR32));
  public static final int MOVMSKPD = C.row("movmskpd", at(P66, MAP_0F) | rm(0x50) | regOnly(GPR32));

  // Arithmetic: single, double, packed single, packed double.
  public static final int ADDSS = C.row("addss", xx(PF3, 0x58));
  public static final int ADDSD = C.row("addsd", xx(PF2, 0x58));
  public static final int ADDPS = C.row("addps", xx(NP, 0x58));
  public static final int ADDPD = C.row("addpd", xx(P66, 0x58));
  public static final int MULSS = C.row("mulss", xx(PF3, 0x59));
  public static final int MULSD = C.row("mulsd", xx(PF2, 0x59));
  public static final int MULPS = C.row("mulps", xx(NP, 0x59));
  public static final int MULPD = C.row("mulpd", xx(P66, 0x59));
  public static final int SUBSS = C.row("subss", xx(PF3, 0x5c));
  public static final int SUBSD = C.row("subsd", xx(PF2, 0x5c));
  public static final int SUBPS = C.row("subps", xx(NP, 0x5c));
  public static final int SUBPD = C.row("subpd", xx(P66, 0x5c));
  public static final int MINSS = C.row("minss", xx(PF3, 0x5d));
  public static final int MINSD = C.row("minsd", xx(PF2, 0x5d));
  public static final int MINPS = C.row("minps", xx(NP, 0x5d));
  public static final int MINPD = C.row("minpd", xx(P66, 0x5d));
  public static final int DIVSS = C.row("divss", xx(PF3, 0x5e));
  public static final int DIVSD = C.row("divsd", xx(PF2, 0x5e));
  public static final int DIVPS = C.row("divps", xx(NP, 0x5e));
  public static final int DIVPD = C.row("divpd", xx(P66, 0x5e));
  public static final int MAXSS = C.row("maxss", xx(PF3, 0x5f));
  public static final int MAXSD = C.row("maxsd", xx(PF2, 0x5f));
  public static final int MAXPS = C.row("maxps", xx(NP, 0x5f));
  public static final int MAXPD = C.row("maxpd", xx(P66, 0x5f));
  public static final int SQRTSS = C.row("sqrtss", xx(PF3, 0x51));
  public static final int SQRTSD = C.row("sqrtsd", xx(PF2, 0x51));
  public static final int SQRTPS = C.row("sqrtps", xx(NP, 0x51));
  public static final int SQRTPD = C.row("sqrtpd", xx(P66, 0x51));
  public static final int RSQRTSS = C.row("rsqrtss", xx(PF3, 0x52));
  public static final int RSQRTPS = C.row("rsqrtps", xx(NP, 0x52));
  public static final int RCPSS = C.row("rcpss", xx(PF3, 0x53));
  public static final int RCPPS = C.row("rcpps", xx(NP, 0x53));
  public static final int ADDSUBPD = C.row("addsubpd", xx(P66, 0xd0));
  public static final int ADDSUBPS = C.row("addsubps", xx(PF2, 0xd0));
  public static final int HADDPD = C.row("haddpd", xx(P66, 0x7c));
  public static final int HADDPS = C.row("haddps", xx(PF2, 0x7c));
  public static final int HSUBPD = C.row("hsubpd", xx(P66, 0x7d));
  public static final int HSUBPS = C.row("hsubps", xx(PF2, 0x7d));

  // Logic.
  public static final int ANDPS = C.row("andps", xx(NP, 0x54));
  public static final int ANDPD = C.row("andpd", xx(P66, 0x54));
  public static final int ANDNPS = C.row("andnps", xx(NP, 0x55));
  public static final int ANDNPD = C.row("andnpd", xx(P66, 0x55));
  public static final int ORPS = C.row("orps", xx(NP, 0x56));
  public static final int ORPD = C.row("orpd", xx(P66, 0x56));
  public static final int XORPS = C.row("xorps", xx(NP, 0x57));
  public static final int XORPD = C.row("xorpd", xx(P66, 0x57));

  // Comparison. The predicate of cmp* is an immediate, 0 eq, 1 lt, 2 le, 3 unord, 4 to 7 the
  // inverses.
  public static final int UCOMISS = C.row("ucomiss", xx(NP, 0x2e));
  public static final int UCOMISD = C.row("ucomisd", xx(P66, 0x2e));
  public static final int COMISS = C.row("comiss", xx(NP, 0x2f));
  public static final int COMISD = C.row("comisd", xx(P66, 0x2f));
  public static final int CMPSS = C.row("cmpss", xx(PF3, 0xc2) | imm8());
  public static final int CMPSD = C.row("cmpsd", xx(PF2, 0xc2) | imm8());
  public static final int CMPPS = C.row("cmpps", xx(NP, 0xc2) | imm8());
  public static final int CMPPD = C.row("cmppd", xx(P66, 0xc2) | imm8());

  // Shuffles.
  public static final int SHUFPS = C.row("shufps", xx(NP, 0xc6) | imm8());
  public static final int SHUFPD = C.row("shufpd", xx(P66, 0xc6) | imm8());
  public static final int UNPCKLPS = C.row("unpcklps", xx(NP, 0x14));
  public static final int UNPCKLPD = C.row("unpcklpd", xx(P66, 0x14));
  public static final int UNPCKHPS = C.row("unpckhps", xx(NP, 0x15));
  public static final int UNPCKHPD = C.row("unpckhpd", xx(P66, 0x15));

  // Conversions. The size is that of the integer register or memory operand, 4 or 8.
  public static final int CVTSI2SS =
      C.row("cvtsi2ss", sized(LQ) | at(PF3, MAP_0F) | rm(0x2a) | classes(XMM, GPR));
  public static final int CVTSI2SD =
      C.row("cvtsi2sd", sized(LQ) | at(PF2, MAP_0F) | rm(0x2a) | classes(XMM, GPR));
  public static final int CVTTSS2SI =
      C.row("cvttss2si", sized(LQ) | at(PF3, MAP_0F) | rm(0x2c) | classes(GPR, XMM));
  public static final int CVTTSD2SI =
      C.row("cvttsd2si", sized(LQ) | at(PF2, MAP_0F) | rm(0x2c) | classes(GPR, XMM));
  public static final int CVTSS2SI =
      C.row("cvtss2si", sized(LQ) | at(PF3, MAP_0F) | rm(0x2d) | classes(GPR, XMM));
  public static final int CVTSD2SI =
      C.row("cvtsd2si", sized(LQ) | at(PF2, MAP_0F) | rm(0x2d) | classes(GPR, XMM));
  public static final int CVTPS2PD = C.row("cvtps2pd", xx(NP, 0x5a));
  public static final int CVTPD2PS = C.row("cvtpd2ps", xx(P66, 0x5a));
  public static final int CVTSS2SD = C.row("cvtss2sd", xx(PF3, 0x5a));
  public static final int CVTSD2SS = C.row("cvtsd2ss", xx(PF2, 0x5a));
  public static final int CVTDQ2PS = C.row("cvtdq2ps", xx(NP, 0x5b));
  public static final int CVTPS2DQ = C.row("cvtps2dq", xx(P66, 0x5b));
  public static final int CVTTPS2DQ = C.row("cvttps2dq", xx(PF3, 0x5b));
  public static final int CVTTPD2DQ = C.row("cvttpd2dq", xx(P66, 0xe6));
  public static final int CVTDQ2PD = C.row("cvtdq2pd", xx(PF3, 0xe6));
  public static final int CVTPD2DQ = C.row("cvtpd2dq", xx(PF2, 0xe6));

  // SSE4.1 (SDM volume 1, 5.10).
  public static final int ROUNDPS = C.row("roundps", xx3a(0x08));
  public static final int ROUNDPD = C.row("roundpd", xx3a(0x09));
  public static final int ROUNDSS = C.row("roundss", xx3a(0x0a));
  public static final int ROUNDSD = C.row("roundsd", xx3a(0x0b));
  public static final int BLENDPS = C.row("blendps", xx3a(0x0c));
  public static final int BLENDPD = C.row("blendpd", xx3a(0x0d));
  public static final int INSERTPS = C.row("insertps", xx3a(0x21));
  public static final int DPPS = C.row("dpps", xx3a(0x40));
  public static final int DPPD = C.row("dppd", xx3a(0x41));

  /** The mask is in xmm0. */
  public static final int BLENDVPS = C.row("blendvps", xx38(0x14));

  /** The mask is in xmm0. */
  public static final int BLENDVPD = C.row("blendvpd", xx38(0x15));

  public static final int EXTRACTPS =
      C.row("extractps", at(P66, MAP_0F3A) | mr(0x17) | classes(XMM, GPR32) | imm8());

  // Control and status.
  public static final int LDMXCSR = C.row("ldmxcsr", at(NP, MAP_0F) | memory(0xae, 2));
  public static final int STMXCSR = C.row("stmxcsr", at(NP, MAP_0F) | memory(0xae, 3));

  private Sse() {}

  private static long xmem(int pp, long forms) {
    return at(pp, MAP_0F) | forms | classes(XMM, MEM);
  }

  private static long xreg(int pp, int opcode) {
    return xx(pp, opcode) ^ MEM_OK;
  }

  private static long regOnly(int reg) {
    return classes(reg, XMM) ^ MEM_OK;
  }
}
