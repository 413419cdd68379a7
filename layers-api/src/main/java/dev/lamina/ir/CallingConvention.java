package dev.lamina.ir;

/** The numbers that LLVM gives to calling conventions ({@code llvm/IR/CallingConv.h}). */
public final class CallingConvention {
  public static final int C = 0;
  public static final int FAST = 8;
  public static final int COLD = 9;
  public static final int GHC = 10;
  public static final int WEBKIT_JS = 12;
  public static final int ANYREG = 13;
  public static final int PRESERVE_MOST = 14;
  public static final int PRESERVE_ALL = 15;
  public static final int SWIFT = 16;
  public static final int CXX_FAST_TLS = 17;
  public static final int TAIL = 18;
  public static final int CFGUARD_CHECK = 19;
  public static final int SWIFT_TAIL = 20;
  public static final int PRESERVE_NONE = 21;
  public static final int X86_STDCALL = 64;
  public static final int X86_FASTCALL = 65;
  public static final int X86_THISCALL = 70;
  public static final int X86_64_SYSV = 78;
  public static final int WIN64 = 79;
  public static final int X86_VECTORCALL = 80;
  public static final int X86_INTR = 83;
  public static final int X86_REGCALL = 92;

  private CallingConvention() {}
}
