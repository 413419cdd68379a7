package dev.lamina.target.x86_64.encode;

import static dev.lamina.target.x86_64.encode.Descriptors.*;

/**
 * Integer instructions on XMM registers: SSE2 to SSE4.2, AES, PCLMULQDQ, SHA (SDM volume 1, 5.6.3
 * to 5.12), numbers 448 to 703. Their size parameter is ignored, except in MOVD.
 */
public final class Packed {
  private static final Chapter C = new Chapter(448, 704);

  // Moves.
  /** XMM ← general-purpose register or memory of size 4 or 8. */
  public static final int MOVD_X =
      C.row("movd", sized(LQ) | at(P66, MAP_0F) | rm(0x6e) | classes(XMM, GPR));

  /** General-purpose register or memory of size 4 or 8 ← XMM. */
  public static final int MOVD_G =
      C.row("movd", sized(LQ) | at(P66, MAP_0F) | mr(0x7e) | classes(XMM, GPR));

  /** XMM ← XMM or 8 bytes of memory, upper half cleared. */
  public static final int MOVQ = C.row("movq", at(PF3, MAP_0F) | rm(0x7e) | classes(XMM, XMM));

  /** 8 bytes of memory ← XMM. */
  public static final int MOVQ_M = C.row("movq", at(P66, MAP_0F) | mr(0xd6) | classes(XMM, MEM));

  public static final int MOVDQA = C.row("movdqa", xx(P66, 0x6f) | mr(0x7f));
  public static final int MOVDQU = C.row("movdqu", xx(PF3, 0x6f) | mr(0x7f));
  public static final int LDDQU = C.row("lddqu", at(PF2, MAP_0F) | rm(0xf0) | classes(XMM, MEM));
  public static final int MOVNTDQ =
      C.row("movntdq", at(P66, MAP_0F) | mr(0xe7) | classes(XMM, MEM));
  public static final int MOVNTDQA =
      C.row("movntdqa", at(P66, MAP_0F38) | rm(0x2a) | classes(XMM, MEM));
  public static final int MASKMOVDQU = C.row("maskmovdqu", xx(P66, 0xf7) ^ MEM_OK);
  public static final int PMOVMSKB =
      C.row("pmovmskb", (at(P66, MAP_0F) | rm(0xd7) | classes(GPR32, XMM)) ^ MEM_OK);

  // Arithmetic (SDM volume 1, 5.6.3).
  public static final int PADDB = C.row("paddb", xx(P66, 0xfc));
  public static final int PADDW = C.row("paddw", xx(P66, 0xfd));
  public static final int PADDD = C.row("paddd", xx(P66, 0xfe));
  public static final int PADDQ = C.row("paddq", xx(P66, 0xd4));
  public static final int PSUBB = C.row("psubb", xx(P66, 0xf8));
  public static final int PSUBW = C.row("psubw", xx(P66, 0xf9));
  public static final int PSUBD = C.row("psubd", xx(P66, 0xfa));
  public static final int PSUBQ = C.row("psubq", xx(P66, 0xfb));
  public static final int PADDSB = C.row("paddsb", xx(P66, 0xec));
  public static final int PADDSW = C.row("paddsw", xx(P66, 0xed));
  public static final int PADDUSB = C.row("paddusb", xx(P66, 0xdc));
  public static final int PADDUSW = C.row("paddusw", xx(P66, 0xdd));
  public static final int PSUBSB = C.row("psubsb", xx(P66, 0xe8));
  public static final int PSUBSW = C.row("psubsw", xx(P66, 0xe9));
  public static final int PSUBUSB = C.row("psubusb", xx(P66, 0xd8));
  public static final int PSUBUSW = C.row("psubusw", xx(P66, 0xd9));
  public static final int PMULLW = C.row("pmullw", xx(P66, 0xd5));
  public static final int PMULHW = C.row("pmulhw", xx(P66, 0xe5));
  public static final int PMULHUW = C.row("pmulhuw", xx(P66, 0xe4));
  public static final int PMULUDQ = C.row("pmuludq", xx(P66, 0xf4));
  public static final int PMADDWD = C.row("pmaddwd", xx(P66, 0xf5));
  public static final int PAVGB = C.row("pavgb", xx(P66, 0xe0));
  public static final int PAVGW = C.row("pavgw", xx(P66, 0xe3));
  public static final int PSADBW = C.row("psadbw", xx(P66, 0xf6));
  public static final int PMINUB = C.row("pminub", xx(P66, 0xda));
  public static final int PMAXUB = C.row("pmaxub", xx(P66, 0xde));
  public static final int PMINSW = C.row("pminsw", xx(P66, 0xea));
  public static final int PMAXSW = C.row("pmaxsw", xx(P66, 0xee));

  // Comparison and logic.
  public static final int PCMPEQB = C.row("pcmpeqb", xx(P66, 0x74));
  public static final int PCMPEQW = C.row("pcmpeqw", xx(P66, 0x75));
  public static final int PCMPEQD = C.row("pcmpeqd", xx(P66, 0x76));
  public static final int PCMPGTB = C.row("pcmpgtb", xx(P66, 0x64));
  public static final int PCMPGTW = C.row("pcmpgtw", xx(P66, 0x65));
  public static final int PCMPGTD = C.row("pcmpgtd", xx(P66, 0x66));
  public static final int PAND = C.row("pand", xx(P66, 0xdb));
  public static final int PANDN = C.row("pandn", xx(P66, 0xdf));
  public static final int POR = C.row("por", xx(P66, 0xeb));
  public static final int PXOR = C.row("pxor", xx(P66, 0xef));

  // Packing and unpacking.
  public static final int PACKSSWB = C.row("packsswb", xx(P66, 0x63));
  public static final int PACKSSDW = C.row("packssdw", xx(P66, 0x6b));
  public static final int PACKUSWB = C.row("packuswb", xx(P66, 0x67));
  public static final int PUNPCKLBW = C.row("punpcklbw", xx(P66, 0x60));
  public static final int PUNPCKLWD = C.row("punpcklwd", xx(P66, 0x61));
  public static final int PUNPCKLDQ = C.row("punpckldq", xx(P66, 0x62));
  public static final int PUNPCKLQDQ = C.row("punpcklqdq", xx(P66, 0x6c));
  public static final int PUNPCKHBW = C.row("punpckhbw", xx(P66, 0x68));
  public static final int PUNPCKHWD = C.row("punpckhwd", xx(P66, 0x69));
  public static final int PUNPCKHDQ = C.row("punpckhdq", xx(P66, 0x6a));
  public static final int PUNPCKHQDQ = C.row("punpckhqdq", xx(P66, 0x6d));

  // Shuffles.
  public static final int PSHUFD = C.row("pshufd", xx(P66, 0x70) | imm8());
  public static final int PSHUFHW = C.row("pshufhw", xx(PF3, 0x70) | imm8());
  public static final int PSHUFLW = C.row("pshuflw", xx(PF2, 0x70) | imm8());

  // Shifts: by an XMM register or memory, or by an immediate.
  public static final int PSLLW = C.row("psllw", xx(P66, 0xf1) | d(0x71, 6) | imm8());
  public static final int PSLLD = C.row("pslld", xx(P66, 0xf2) | d(0x72, 6) | imm8());
  public static final int PSLLQ = C.row("psllq", xx(P66, 0xf3) | d(0x73, 6) | imm8());
  public static final int PSRLW = C.row("psrlw", xx(P66, 0xd1) | d(0x71, 2) | imm8());
  public static final int PSRLD = C.row("psrld", xx(P66, 0xd2) | d(0x72, 2) | imm8());
  public static final int PSRLQ = C.row("psrlq", xx(P66, 0xd3) | d(0x73, 2) | imm8());
  public static final int PSRAW = C.row("psraw", xx(P66, 0xe1) | d(0x71, 4) | imm8());
  public static final int PSRAD = C.row("psrad", xx(P66, 0xe2) | d(0x72, 4) | imm8());
  public static final int PSLLDQ =
      C.row("pslldq", at(P66, MAP_0F) | d(0x73, 7) | imm8() | classes(XMM, XMM));
  public static final int PSRLDQ =
      C.row("psrldq", at(P66, MAP_0F) | d(0x73, 3) | imm8() | classes(XMM, XMM));

  // Lanes. The extracting rows of which the destination is memory have names of their own.
  public static final int PINSRW =
      C.row("pinsrw", at(P66, MAP_0F) | rm(0xc4) | imm8() | classes(XMM, GPR32));
  public static final int PEXTRW =
      C.row("pextrw", (at(P66, MAP_0F) | rm(0xc5) | imm8() | classes(GPR32, XMM)) ^ MEM_OK);
  public static final int PEXTRW_M =
      C.row("pextrw", at(P66, MAP_0F3A) | mr(0x15) | imm8() | classes(XMM, MEM));
  public static final int PINSRB =
      C.row("pinsrb", at(P66, MAP_0F3A) | rm(0x20) | imm8() | classes(XMM, GPR32));
  public static final int PEXTRB =
      C.row("pextrb", at(P66, MAP_0F3A) | mr(0x14) | imm8() | classes(XMM, GPR32));
  public static final int PINSRD = C.row("pinsrd", lane(4) | rm(0x22));
  public static final int PINSRQ = C.row("pinsrq", lane(8) | rm(0x22));
  public static final int PEXTRD = C.row("pextrd", lane(4) | mr(0x16));
  public static final int PEXTRQ = C.row("pextrq", lane(8) | mr(0x16));

  // SSSE3 (SDM volume 1, 5.8).
  public static final int PSHUFB = C.row("pshufb", xx38(0x00));
  public static final int PHADDW = C.row("phaddw", xx38(0x01));
  public static final int PHADDD = C.row("phaddd", xx38(0x02));
  public static final int PHADDSW = C.row("phaddsw", xx38(0x03));
  public static final int PMADDUBSW = C.row("pmaddubsw", xx38(0x04));
  public static final int PHSUBW = C.row("phsubw", xx38(0x05));
  public static final int PHSUBD = C.row("phsubd", xx38(0x06));
  public static final int PHSUBSW = C.row("phsubsw", xx38(0x07));
  public static final int PSIGNB = C.row("psignb", xx38(0x08));
  public static final int PSIGNW = C.row("psignw", xx38(0x09));
  public static final int PSIGND = C.row("psignd", xx38(0x0a));
  public static final int PMULHRSW = C.row("pmulhrsw", xx38(0x0b));
  public static final int PABSB = C.row("pabsb", xx38(0x1c));
  public static final int PABSW = C.row("pabsw", xx38(0x1d));
  public static final int PABSD = C.row("pabsd", xx38(0x1e));
  public static final int PALIGNR = C.row("palignr", xx3a(0x0f));

  // SSE4.1 and SSE4.2 (SDM volume 1, 5.10 and 5.11).
  public static final int PTEST = C.row("ptest", xx38(0x17));
  public static final int PMOVSXBW = C.row("pmovsxbw", xx38(0x20));
  public static final int PMOVSXBD = C.row("pmovsxbd", xx38(0x21));
  public static final int PMOVSXBQ = C.row("pmovsxbq", xx38(0x22));
  public static final int PMOVSXWD = C.row("pmovsxwd", xx38(0x23));
  public static final int PMOVSXWQ = C.row("pmovsxwq", xx38(0x24));
  public static final int PMOVSXDQ = C.row("pmovsxdq", xx38(0x25));
  public static final int PMOVZXBW = C.row("pmovzxbw", xx38(0x30));
  public static final int PMOVZXBD = C.row("pmovzxbd", xx38(0x31));
  public static final int PMOVZXBQ = C.row("pmovzxbq", xx38(0x32));
  public static final int PMOVZXWD = C.row("pmovzxwd", xx38(0x33));
  public static final int PMOVZXWQ = C.row("pmovzxwq", xx38(0x34));
  public static final int PMOVZXDQ = C.row("pmovzxdq", xx38(0x35));
  public static final int PMULDQ = C.row("pmuldq", xx38(0x28));
  public static final int PCMPEQQ = C.row("pcmpeqq", xx38(0x29));
  public static final int PACKUSDW = C.row("packusdw", xx38(0x2b));
  public static final int PCMPGTQ = C.row("pcmpgtq", xx38(0x37));
  public static final int PMINSB = C.row("pminsb", xx38(0x38));
  public static final int PMINSD = C.row("pminsd", xx38(0x39));
  public static final int PMINUW = C.row("pminuw", xx38(0x3a));
  public static final int PMINUD = C.row("pminud", xx38(0x3b));
  public static final int PMAXSB = C.row("pmaxsb", xx38(0x3c));
  public static final int PMAXSD = C.row("pmaxsd", xx38(0x3d));
  public static final int PMAXUW = C.row("pmaxuw", xx38(0x3e));
  public static final int PMAXUD = C.row("pmaxud", xx38(0x3f));
  public static final int PMULLD = C.row("pmulld", xx38(0x40));
  public static final int PHMINPOSUW = C.row("phminposuw", xx38(0x41));

  /** The mask is in xmm0. */
  public static final int PBLENDVB = C.row("pblendvb", xx38(0x10));

  public static final int PBLENDW = C.row("pblendw", xx3a(0x0e));
  public static final int MPSADBW = C.row("mpsadbw", xx3a(0x42));
  public static final int PCMPESTRM = C.row("pcmpestrm", xx3a(0x60));
  public static final int PCMPESTRI = C.row("pcmpestri", xx3a(0x61));
  public static final int PCMPISTRM = C.row("pcmpistrm", xx3a(0x62));
  public static final int PCMPISTRI = C.row("pcmpistri", xx3a(0x63));

  // AES, carry-less multiplication, SHA, GF(2^8).
  public static final int AESIMC = C.row("aesimc", xx38(0xdb));
  public static final int AESENC = C.row("aesenc", xx38(0xdc));
  public static final int AESENCLAST = C.row("aesenclast", xx38(0xdd));
  public static final int AESDEC = C.row("aesdec", xx38(0xde));
  public static final int AESDECLAST = C.row("aesdeclast", xx38(0xdf));
  public static final int GF2P8MULB = C.row("gf2p8mulb", xx38(0xcf));
  public static final int AESKEYGENASSIST = C.row("aeskeygenassist", xx3a(0xdf));
  public static final int PCLMULQDQ = C.row("pclmulqdq", xx3a(0x44));
  public static final int GF2P8AFFINEQB = C.row("gf2p8affineqb", xx3a(0xce));
  public static final int GF2P8AFFINEINVQB = C.row("gf2p8affineinvqb", xx3a(0xcf));
  public static final int SHA1RNDS4 =
      C.row("sha1rnds4", at(NP, MAP_0F3A) | rm(0xcc) | imm8() | classes(XMM, XMM));
  public static final int SHA1NEXTE =
      C.row("sha1nexte", at(NP, MAP_0F38) | rm(0xc8) | classes(XMM, XMM));
  public static final int SHA1MSG1 =
      C.row("sha1msg1", at(NP, MAP_0F38) | rm(0xc9) | classes(XMM, XMM));
  public static final int SHA1MSG2 =
      C.row("sha1msg2", at(NP, MAP_0F38) | rm(0xca) | classes(XMM, XMM));
  public static final int SHA256MSG1 =
      C.row("sha256msg1", at(NP, MAP_0F38) | rm(0xcc) | classes(XMM, XMM));
  public static final int SHA256MSG2 =
      C.row("sha256msg2", at(NP, MAP_0F38) | rm(0xcd) | classes(XMM, XMM));

  /** The third source is xmm0. */
  public static final int SHA256RNDS2 =
      C.row("sha256rnds2", at(NP, MAP_0F38) | rm(0xcb) | classes(XMM, XMM));

  private Packed() {}

  private static long lane(int size) {
    return at(P66, MAP_0F3A)
        | imm8()
        | classes(XMM, size == 8 ? GPR64 : GPR32)
        | (size == 8 ? rexW() : 0);
  }
}
