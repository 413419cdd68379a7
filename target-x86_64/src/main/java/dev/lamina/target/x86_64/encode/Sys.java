package dev.lamina.target.x86_64.encode;

import static dev.lamina.target.x86_64.encode.Descriptors.*;

/**
 * System instructions, and those that deal with the processor itself (SDM volume 1, 5.20 to 5.25),
 * numbers 896 to 1023.
 */
public final class Sys {
  private static final Chapter C = new Chapter(896, 1024);

  // 1, 2 or 4 bytes.
  private static final int PORT = 7;

  // Synchronisation and cache.
  public static final int LFENCE = C.row("lfence", at(NP, MAP_0F) | bare(0xae, 0xe8));
  public static final int MFENCE = C.row("mfence", at(NP, MAP_0F) | bare(0xae, 0xf0));
  public static final int SFENCE = C.row("sfence", at(NP, MAP_0F) | bare(0xae, 0xf8));
  public static final int CLFLUSH = C.row("clflush", at(NP, MAP_0F) | memory(0xae, 7));
  public static final int CLFLUSHOPT = C.row("clflushopt", at(P66, MAP_0F) | memory(0xae, 7));
  public static final int CLWB = C.row("clwb", at(P66, MAP_0F) | memory(0xae, 6));

  // Calls into the system, identification, counters.
  public static final int SYSCALL = C.row("syscall", at(NP, MAP_0F) | bare(0x05));
  public static final int CPUID = C.row("cpuid", at(NP, MAP_0F) | bare(0xa2));
  public static final int RDTSC = C.row("rdtsc", at(NP, MAP_0F) | bare(0x31));
  public static final int RDTSCP = C.row("rdtscp", at(NP, MAP_0F) | bare(0x01, 0xf9));
  public static final int RDPMC = C.row("rdpmc", at(NP, MAP_0F) | bare(0x33));
  public static final int XGETBV = C.row("xgetbv", at(NP, MAP_0F) | bare(0x01, 0xd0));
  public static final int XSETBV = C.row("xsetbv", at(NP, MAP_0F) | bare(0x01, 0xd1));
  public static final int XEND = C.row("xend", at(NP, MAP_0F) | bare(0x01, 0xd5));
  public static final int XTEST = C.row("xtest", at(NP, MAP_0F) | bare(0x01, 0xd6));
  public static final int ENDBR64 = C.row("endbr64", at(PF3, MAP_0F) | bare(0x1e, 0xfa));
  public static final int RDRAND =
      C.row("rdrand", sizedRegister(WLQ) | at(NP, MAP_0F) | d(0xc7, 6));
  public static final int RDSEED =
      C.row("rdseed", sizedRegister(WLQ) | at(NP, MAP_0F) | d(0xc7, 7));
  public static final int RDFSBASE =
      C.row("rdfsbase", sizedRegister(LQ) | at(PF3, MAP_0F) | d(0xae, 0));
  public static final int RDGSBASE =
      C.row("rdgsbase", sizedRegister(LQ) | at(PF3, MAP_0F) | d(0xae, 1));
  public static final int WRFSBASE =
      C.row("wrfsbase", sizedRegister(LQ) | at(PF3, MAP_0F) | d(0xae, 2));
  public static final int WRGSBASE =
      C.row("wrgsbase", sizedRegister(LQ) | at(PF3, MAP_0F) | d(0xae, 3));
  public static final int RDPID = C.row("rdpid", sizedRegister64() | at(PF3, MAP_0F) | d(0xc7, 7));

  // State.
  public static final int FXSAVE = C.row("fxsave", at(NP, MAP_0F) | memory(0xae, 0));
  public static final int FXSAVE64 = C.row("fxsave64", at(NP, MAP_0F) | memory(0xae, 0) | rexW());
  public static final int FXRSTOR = C.row("fxrstor", at(NP, MAP_0F) | memory(0xae, 1));
  public static final int FXRSTOR64 = C.row("fxrstor64", at(NP, MAP_0F) | memory(0xae, 1) | rexW());
  public static final int XSAVE = C.row("xsave", at(NP, MAP_0F) | memory(0xae, 4));
  public static final int XSAVE64 = C.row("xsave64", at(NP, MAP_0F) | memory(0xae, 4) | rexW());
  public static final int XRSTOR = C.row("xrstor", at(NP, MAP_0F) | memory(0xae, 5));
  public static final int XRSTOR64 = C.row("xrstor64", at(NP, MAP_0F) | memory(0xae, 5) | rexW());
  public static final int XSAVEOPT = C.row("xsaveopt", at(NP, MAP_0F) | memory(0xae, 6));
  public static final int XSAVEOPT64 =
      C.row("xsaveopt64", at(NP, MAP_0F) | memory(0xae, 6) | rexW());
  public static final int XSAVEC = C.row("xsavec", at(NP, MAP_0F) | memory(0xc7, 4));
  public static final int XSAVEC64 = C.row("xsavec64", at(NP, MAP_0F) | memory(0xc7, 4) | rexW());
  public static final int XSAVES = C.row("xsaves", at(NP, MAP_0F) | memory(0xc7, 5));
  public static final int XSAVES64 = C.row("xsaves64", at(NP, MAP_0F) | memory(0xc7, 5) | rexW());
  public static final int XRSTORS = C.row("xrstors", at(NP, MAP_0F) | memory(0xc7, 3));
  public static final int XRSTORS64 = C.row("xrstors64", at(NP, MAP_0F) | memory(0xc7, 3) | rexW());

  // Privileged.
  public static final int HLT = C.row("hlt", bare(0xf4));
  public static final int CLI = C.row("cli", bare(0xfa));
  public static final int STI = C.row("sti", bare(0xfb));
  public static final int CLTS = C.row("clts", at(NP, MAP_0F) | bare(0x06));
  public static final int INVD = C.row("invd", at(NP, MAP_0F) | bare(0x08));
  public static final int WBINVD = C.row("wbinvd", at(NP, MAP_0F) | bare(0x09));
  public static final int WRMSR = C.row("wrmsr", at(NP, MAP_0F) | bare(0x30));
  public static final int RDMSR = C.row("rdmsr", at(NP, MAP_0F) | bare(0x32));
  public static final int SWAPGS = C.row("swapgs", at(NP, MAP_0F) | bare(0x01, 0xf8));
  public static final int IRET = C.row("iret", sized(WLQ) | bare(0xcf));
  public static final int SYSRET = C.row("sysret", sized(LQ) | at(NP, MAP_0F) | bare(0x07));
  public static final int SGDT = C.row("sgdt", at(NP, MAP_0F) | memory(0x01, 0));
  public static final int SIDT = C.row("sidt", at(NP, MAP_0F) | memory(0x01, 1));
  public static final int LGDT = C.row("lgdt", at(NP, MAP_0F) | memory(0x01, 2));
  public static final int LIDT = C.row("lidt", at(NP, MAP_0F) | memory(0x01, 3));
  public static final int INVLPG = C.row("invlpg", at(NP, MAP_0F) | memory(0x01, 7));

  // Segment, control and debug registers; the number is that of the manual, e.g. 4 for fs.
  public static final int MOV_FROM_SEG = C.row("mov", sized64(WLQ) | mr(0x8c) | classes(SYS, GPR));
  public static final int MOV_TO_SEG =
      C.row("mov", ignoredSize(WLQ) | rm(0x8e) | classes(SYS, GPR));
  public static final int MOV_FROM_CR =
      C.row("mov", sizedRegister64() | at(NP, MAP_0F) | mr(0x20) | (long) SYS << 45);
  public static final int MOV_TO_CR =
      C.row("mov", sizedRegister64() | at(NP, MAP_0F) | rm(0x22) | (long) SYS << 45);
  public static final int MOV_FROM_DR =
      C.row("mov", sizedRegister64() | at(NP, MAP_0F) | mr(0x21) | (long) SYS << 45);
  public static final int MOV_TO_DR =
      C.row("mov", sizedRegister64() | at(NP, MAP_0F) | rm(0x23) | (long) SYS << 45);
  public static final int PUSH_FS = C.row("push", sized64(WQ) | at(NP, MAP_0F) | bare(0xa0));
  public static final int POP_FS = C.row("pop", sized64(WQ) | at(NP, MAP_0F) | bare(0xa1));
  public static final int PUSH_GS = C.row("push", sized64(WQ) | at(NP, MAP_0F) | bare(0xa8));
  public static final int POP_GS = C.row("pop", sized64(WQ) | at(NP, MAP_0F) | bare(0xa9));

  // Ports: with the port in dx, or as immediate.
  public static final int IN = C.row("in", sized(PORT) | bare(0xec));
  public static final int OUT = C.row("out", sized(PORT) | bare(0xee));
  public static final int IN_I = C.row("in", sized(PORT) | IMM_ONLY | imm8() | 0xe4);
  public static final int OUT_I = C.row("out", sized(PORT) | IMM_ONLY | imm8() | 0xe6);
  public static final int INS = C.row("ins", sized(PORT) | bare(0x6c));
  public static final int OUTS = C.row("outs", sized(PORT) | bare(0x6e));

  private Sys() {}

  private static long sizedRegister(int sizes) {
    return sized(sizes) ^ MEM_OK;
  }

  private static long sizedRegister64() {
    return sized64(8) ^ MEM_OK;
  }
}
