package dev.lamina.target.x86_64.encode;

import static dev.lamina.target.x86_64.encode.Descriptors.*;

/**
 * General-purpose integer instructions (SDM volume 1, 5.1), numbers 0 to 255.
 *
 * <p>The size parameter is the operand size. Where two sizes meet, the name says the narrower one:
 * {@code MOVZX8} with size 4 is {@code movzbl}.
 */
public final class Op {
  private static final Chapter C = new Chapter(0, 256);

  // Arithmetic and logic, all with the same eight forms.
  public static final int ADD = C.row("add", alu(0) | LOCK);
  public static final int OR = C.row("or", alu(1) | LOCK);
  public static final int ADC = C.row("adc", alu(2) | LOCK);
  public static final int SBB = C.row("sbb", alu(3) | LOCK);
  public static final int AND = C.row("and", alu(4) | LOCK);
  public static final int SUB = C.row("sub", alu(5) | LOCK);
  public static final int XOR = C.row("xor", alu(6) | LOCK);
  public static final int CMP = C.row("cmp", alu(7));

  public static final int TEST =
      C.row("test", sized(BWLQ) | mr(0x84) | d(0xf6, 0) | immediate(IMM_Z));
  public static final int NOT = C.row("not", sized(BWLQ) | d(0xf6, 2) | LOCK);
  public static final int NEG = C.row("neg", sized(BWLQ) | d(0xf6, 3) | LOCK);
  public static final int INC = C.row("inc", sized(BWLQ) | d(0xfe, 0) | LOCK);
  public static final int DEC = C.row("dec", sized(BWLQ) | d(0xfe, 1) | LOCK);

  // rdx:rax ← rax × operand, and the divisions of rdx:rax.
  public static final int MUL = C.row("mul", sized(BWLQ) | d(0xf6, 4));
  public static final int IMUL1 = C.row("imul", sized(BWLQ) | d(0xf6, 5));
  public static final int DIV = C.row("div", sized(BWLQ) | d(0xf6, 6));
  public static final int IDIV = C.row("idiv", sized(BWLQ) | d(0xf6, 7));

  public static final int IMUL = C.row("imul", of0f(WLQ) | rm(0xaf));

  /** dst = src × immediate; use {@link Encoder#rri} and {@link Encoder#rmi}. */
  public static final int IMUL3 = C.row("imul", sized(WLQ) | rm(0x69) | immediate(IMM_ZS));

  // Moves.
  public static final int MOV =
      C.row("mov", sized(BWLQ) | rm(0x8a) | mr(0x88) | d(0xc6, 0) | immediate(IMM_MOV));
  public static final int LEA = C.row("lea", sizedMemory(WLQ) | rm(0x8d));
  public static final int MOVZX8 = C.row("movzb movzx", of0f(WLQ) | rm(0xb6) | classes(GPR, GPR8));
  public static final int MOVZX16 = C.row("movzw movzx", of0f(LQ) | rm(0xb7) | classes(GPR, GPR16));
  public static final int MOVSX8 = C.row("movsb movsx", of0f(WLQ) | rm(0xbe) | classes(GPR, GPR8));
  public static final int MOVSX16 = C.row("movsw movsx", of0f(LQ) | rm(0xbf) | classes(GPR, GPR16));
  public static final int MOVSX32 =
      C.row("movsl movsx movsxd", sized(8) | rm(0x63) | classes(GPR, GPR32));
  public static final int MOVBE = C.row("movbe", at(NP, MAP_0F38) | movbe());
  public static final int XCHG = C.row("xchg", sized(BWLQ) | mr(0x86) | LOCK);
  public static final int XADD = C.row("xadd", of0f(BWLQ) | mr(0xc0) | LOCK);
  public static final int CMPXCHG = C.row("cmpxchg", of0f(BWLQ) | mr(0xb0) | LOCK);
  public static final int CMPXCHG8B = C.row("cmpxchg8b", at(NP, MAP_0F) | memory(0xc7, 1) | LOCK);
  public static final int CMPXCHG16B =
      C.row("cmpxchg16b", at(NP, MAP_0F) | memory(0xc7, 1) | rexW() | LOCK);
  public static final int BSWAP = C.row("bswap", of0f(LQ) | plusR(0xc8));

  /** {@code cmovcc}: add the condition. */
  public static final int CMOVCC = C.conditionRows("cmov", of0f(WLQ) | rm(0x40), 1);

  /** {@code setcc}: add the condition. */
  public static final int SETCC =
      C.conditionRows("set", at(NP, MAP_0F) | d(0x90, 0) | classes(GPR, GPR8), 1L << 16);

  // Sign extension of the accumulator: size 2 is cbw, 4 cwde, 8 cdqe.
  public static final int CWDE = C.row("cwde", sized(WLQ) | bare(0x98));

  /** Size 2 is cwd, 4 cdq, 8 cqo. */
  public static final int CDQ = C.row("cdq", sized(WLQ) | bare(0x99));

  // The stack.
  public static final int PUSH = C.row("push", sized64(WQ) | plusR(0x50));
  public static final int POP = C.row("pop", sized64(WQ) | plusR(0x58));
  public static final int PUSH_M = C.row("push", sizedMemory64(WQ) | d(0xff, 6));
  public static final int POP_M = C.row("pop", sizedMemory64(WQ) | d(0x8f, 0));
  public static final int PUSH_I = C.row("push", sized64(WQ) | IMM_ONLY | immediate(IMM_ZS) | 0x68);
  public static final int PUSHF = C.row("pushf", sized64(WQ) | bare(0x9c));
  public static final int POPF = C.row("popf", sized64(WQ) | bare(0x9d));
  public static final int LEAVE = C.row("leave", sized64(WQ) | bare(0xc9));

  /** Of the form of its own {@link Encoder#enter}. */
  public static final int ENTER = C.row("enter", 0xc8);

  // Control transfer.
  public static final int CALL = C.row("call", rel32(0xe8) | sized64(8));
  public static final int JMP = C.row("jmp", rel32(0xe9) | rel8(0xeb) | sized64(8));

  /** {@code jcc}: add the condition. */
  public static final int JCC =
      C.conditionRows("j", at(NP, MAP_0F) | rel32(0x80) | rel8(0x70), 1 | 1L << 16);

  public static final int CALL_RM = C.row("call", sized64(WQ) | d(0xff, 2));
  public static final int JMP_RM = C.row("jmp", sized64(WQ) | d(0xff, 4));
  public static final int RET = C.row("ret", sized64(WQ) | bare(0xc3));
  public static final int RET_I = C.row("ret", sized64(WQ) | IMM_ONLY | immediate(IMM_W) | 0xc2);
  // With rel8 only.
  public static final int JRCXZ = C.row("jrcxz", rel8(0xe3));
  public static final int LOOP = C.row("loop", rel8(0xe2));
  public static final int LOOPE = C.row("loope loopz", rel8(0xe1));
  public static final int LOOPNE = C.row("loopne loopnz", rel8(0xe0));

  // Shifts and rotates.
  public static final int ROL = C.row("rol", shift(0));
  public static final int ROR = C.row("ror", shift(1));
  public static final int RCL = C.row("rcl", shift(2));
  public static final int RCR = C.row("rcr", shift(3));
  public static final int SHL = C.row("shl sal", shift(4));
  public static final int SHR = C.row("shr", shift(5));
  public static final int SAR = C.row("sar", shift(7));
  public static final int SHLD = C.row("shld", of0f(WLQ) | mr(0xa4) | immediate(IMM_DSHIFT));
  public static final int SHRD = C.row("shrd", of0f(WLQ) | mr(0xac) | immediate(IMM_DSHIFT));

  // Bits.
  public static final int BT = C.row("bt", of0f(WLQ) | mr(0xa3) | d(0xba, 4) | imm8());
  public static final int BTS = C.row("bts", of0f(WLQ) | mr(0xab) | d(0xba, 5) | imm8() | LOCK);
  public static final int BTR = C.row("btr", of0f(WLQ) | mr(0xb3) | d(0xba, 6) | imm8() | LOCK);
  public static final int BTC = C.row("btc", of0f(WLQ) | mr(0xbb) | d(0xba, 7) | imm8() | LOCK);
  public static final int BSF = C.row("bsf", of0f(WLQ) | rm(0xbc));
  public static final int BSR = C.row("bsr", of0f(WLQ) | rm(0xbd));
  public static final int POPCNT = C.row("popcnt", sized(WLQ) | at(PF3, MAP_0F) | rm(0xb8));
  public static final int TZCNT = C.row("tzcnt", sized(WLQ) | at(PF3, MAP_0F) | rm(0xbc));
  public static final int LZCNT = C.row("lzcnt", sized(WLQ) | at(PF3, MAP_0F) | rm(0xbd));

  // BMI1 and BMI2 (SDM volume 1, 5.18 and 5.19), VEX-encoded.
  public static final int ANDN = C.row("andn", vex(NP, MAP_0F38, LQ) | rm(0xf2) | VVVV_FIRST);
  public static final int BEXTR = C.row("bextr", vex(NP, MAP_0F38, LQ) | rm(0xf7) | VVVV_LAST);
  public static final int BZHI = C.row("bzhi", vex(NP, MAP_0F38, LQ) | rm(0xf5) | VVVV_LAST);
  public static final int BLSR = C.row("blsr", vex(NP, MAP_0F38, LQ) | d(0xf3, 1) | VVVV_DST);
  public static final int BLSMSK = C.row("blsmsk", vex(NP, MAP_0F38, LQ) | d(0xf3, 2) | VVVV_DST);
  public static final int BLSI = C.row("blsi", vex(NP, MAP_0F38, LQ) | d(0xf3, 3) | VVVV_DST);
  public static final int PDEP = C.row("pdep", vex(PF2, MAP_0F38, LQ) | rm(0xf5) | VVVV_FIRST);
  public static final int PEXT = C.row("pext", vex(PF3, MAP_0F38, LQ) | rm(0xf5) | VVVV_FIRST);

  /** Destinations high, low; the other factor is rdx. */
  public static final int MULX = C.row("mulx", vex(PF2, MAP_0F38, LQ) | rm(0xf6) | VVVV_FIRST);

  public static final int SHLX = C.row("shlx", vex(P66, MAP_0F38, LQ) | rm(0xf7) | VVVV_LAST);
  public static final int SARX = C.row("sarx", vex(PF3, MAP_0F38, LQ) | rm(0xf7) | VVVV_LAST);
  public static final int SHRX = C.row("shrx", vex(PF2, MAP_0F38, LQ) | rm(0xf7) | VVVV_LAST);
  public static final int RORX = C.row("rorx", vex(PF2, MAP_0F3A, LQ) | rm(0xf0) | imm8());

  // ADX, CRC32.
  public static final int ADCX = C.row("adcx", sized(LQ) | at(P66, MAP_0F38) | rm(0xf6));
  public static final int ADOX = C.row("adox", sized(LQ) | at(PF3, MAP_0F38) | rm(0xf6));

  /** Size is that of the source, 2 to 8; the destination is 32 bits wide, or 64 for 8. */
  public static final int CRC32 =
      C.row("crc32", sized(WLQ) | at(PF2, MAP_0F38) | rm(0xf1) | classes(GPR32, GPR));

  /** Source of one byte; the size, 4 or 8, is that of the destination. */
  public static final int CRC32_8 =
      C.row("crc32", sized(LQ) | at(PF2, MAP_0F38) | rm(0xf0) | classes(GPR, GPR8));

  // Strings; repeat with Encoder.rep or repne.
  public static final int MOVS = C.row("movs", sized(BWLQ) | bare(0xa4));
  public static final int CMPS = C.row("cmps", sized(BWLQ) | bare(0xa6));
  public static final int STOS = C.row("stos", sized(BWLQ) | bare(0xaa));
  public static final int LODS = C.row("lods", sized(BWLQ) | bare(0xac));
  public static final int SCAS = C.row("scas", sized(BWLQ) | bare(0xae));

  // Flags and no-operation.
  public static final int CLC = C.row("clc", bare(0xf8));
  public static final int STC = C.row("stc", bare(0xf9));
  public static final int CMC = C.row("cmc", bare(0xf5));
  public static final int CLD = C.row("cld", bare(0xfc));
  public static final int STD = C.row("std", bare(0xfd));
  public static final int LAHF = C.row("lahf", bare(0x9f));
  public static final int SAHF = C.row("sahf", bare(0x9e));
  public static final int NOP = C.row("nop", bare(0x90));
  public static final int NOP_RM = C.row("nop", of0f(WLQ) | d(0x1f, 0));
  public static final int PAUSE = C.row("pause", at(PF3, 0) | bare(0x90));
  public static final int UD2 = C.row("ud2", at(NP, MAP_0F) | bare(0x0b));
  public static final int INT3 = C.row("int3", bare(0xcc));
  public static final int INT = C.row("int", IMM_ONLY | imm8() | 0xcd);
  public static final int XLAT = C.row("xlat", bare(0xd7));

  // Prefetches with a general form; 0F 18 and 0F 0D.
  public static final int PREFETCHNTA = C.row("prefetchnta", at(NP, MAP_0F) | memory(0x18, 0));
  public static final int PREFETCHT0 = C.row("prefetcht0", at(NP, MAP_0F) | memory(0x18, 1));
  public static final int PREFETCHT1 = C.row("prefetcht1", at(NP, MAP_0F) | memory(0x18, 2));
  public static final int PREFETCHT2 = C.row("prefetcht2", at(NP, MAP_0F) | memory(0x18, 3));
  public static final int PREFETCH = C.row("prefetch", at(NP, MAP_0F) | memory(0x0d, 0));
  public static final int PREFETCHW = C.row("prefetchw", at(NP, MAP_0F) | memory(0x0d, 1));
  public static final int MOVNTI = C.row("movnti", sizedMemory(LQ) | at(NP, MAP_0F) | mr(0xc3));

  private Op() {}

  private static long alu(int n) {
    return sized(BWLQ) | rm(n << 3 | 2) | mr(n << 3) | d(0x80, n) | immediate(IMM_ZS);
  }

  private static long shift(int digit) {
    return sized(BWLQ) | d(0xc0, digit) | immediate(IMM_SHIFT);
  }

  private static long of0f(int sizes) {
    return sized(sizes) | at(NP, MAP_0F);
  }

  private static long movbe() {
    return sizedMemory(WLQ) | rm(0xf0) | mr(0xf1);
  }
}
