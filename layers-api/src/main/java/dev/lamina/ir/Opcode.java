package dev.lamina.ir;

/** The instructions of LLVM IR, some of which are also operations of constant expressions. */
public enum Opcode {
  // Terminators.
  RET("ret"),
  BR("br"),
  SWITCH("switch"),
  INDIRECTBR("indirectbr"),
  INVOKE("invoke"),
  CALLBR("callbr"),
  RESUME("resume"),
  UNREACHABLE("unreachable"),
  CLEANUPRET("cleanupret"),
  CATCHRET("catchret"),
  CATCHSWITCH("catchswitch"),
  // Unary.
  FNEG("fneg"),
  // Binary.
  ADD("add"),
  FADD("fadd"),
  SUB("sub"),
  FSUB("fsub"),
  MUL("mul"),
  FMUL("fmul"),
  UDIV("udiv"),
  SDIV("sdiv"),
  FDIV("fdiv"),
  UREM("urem"),
  SREM("srem"),
  FREM("frem"),
  SHL("shl"),
  LSHR("lshr"),
  ASHR("ashr"),
  AND("and"),
  OR("or"),
  XOR("xor"),
  // Memory.
  ALLOCA("alloca"),
  LOAD("load"),
  STORE("store"),
  GETELEMENTPTR("getelementptr"),
  FENCE("fence"),
  CMPXCHG("cmpxchg"),
  ATOMICRMW("atomicrmw"),
  // Conversions.
  TRUNC("trunc"),
  ZEXT("zext"),
  SEXT("sext"),
  FPTOUI("fptoui"),
  FPTOSI("fptosi"),
  UITOFP("uitofp"),
  SITOFP("sitofp"),
  FPTRUNC("fptrunc"),
  FPEXT("fpext"),
  PTRTOINT("ptrtoint"),
  INTTOPTR("inttoptr"),
  BITCAST("bitcast"),
  ADDRSPACECAST("addrspacecast"),
  // Funclet pads.
  CLEANUPPAD("cleanuppad"),
  CATCHPAD("catchpad"),
  // Others.
  ICMP("icmp"),
  FCMP("fcmp"),
  PHI("phi"),
  CALL("call"),
  SELECT("select"),
  VAARG("va_arg"),
  EXTRACTELEMENT("extractelement"),
  INSERTELEMENT("insertelement"),
  SHUFFLEVECTOR("shufflevector"),
  EXTRACTVALUE("extractvalue"),
  INSERTVALUE("insertvalue"),
  LANDINGPAD("landingpad"),
  FREEZE("freeze");

  private final String text;

  Opcode(String text) {
    this.text = text;
  }

  /** The keyword in LLVM IR text. */
  public String text() {
    return text;
  }

  public boolean isTerminator() {
    return compareTo(CATCHSWITCH) <= 0;
  }

  public boolean isBinary() {
    return compareTo(ADD) >= 0 && compareTo(XOR) <= 0;
  }

  public boolean isCast() {
    return compareTo(TRUNC) >= 0 && compareTo(ADDRSPACECAST) <= 0;
  }

  /** Whether the operands of a binary operation may be exchanged. */
  public boolean isCommutative() {
    return switch (this) {
      case ADD, FADD, MUL, FMUL, AND, OR, XOR -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
