package dev.lamina.ir;

/**
 * The types that have no parameters, and the common ones that have. They stand here and not in
 * {@link Type} so that no class waits for its own subclass while it is initialised.
 */
public final class Types {
  public static final Type VOID = new SimpleType(TypeKind.VOID, "void");
  public static final Type HALF = new SimpleType(TypeKind.HALF, "half");
  public static final Type BFLOAT = new SimpleType(TypeKind.BFLOAT, "bfloat");
  public static final Type FLOAT = new SimpleType(TypeKind.FLOAT, "float");
  public static final Type DOUBLE = new SimpleType(TypeKind.DOUBLE, "double");
  public static final Type X86_FP80 = new SimpleType(TypeKind.X86_FP80, "x86_fp80");
  public static final Type FP128 = new SimpleType(TypeKind.FP128, "fp128");
  public static final Type PPC_FP128 = new SimpleType(TypeKind.PPC_FP128, "ppc_fp128");
  public static final Type LABEL = new SimpleType(TypeKind.LABEL, "label");
  public static final Type TOKEN = new SimpleType(TypeKind.TOKEN, "token");
  public static final Type METADATA = new SimpleType(TypeKind.METADATA, "metadata");
  public static final Type X86_MMX = new SimpleType(TypeKind.X86_MMX, "x86_mmx");
  public static final Type X86_AMX = new SimpleType(TypeKind.X86_AMX, "x86_amx");
  public static final IntegerType I1 = IntegerType.get(1);
  public static final IntegerType I8 = IntegerType.get(8);
  public static final IntegerType I16 = IntegerType.get(16);
  public static final IntegerType I32 = IntegerType.get(32);
  public static final IntegerType I64 = IntegerType.get(64);
  public static final IntegerType I128 = IntegerType.get(128);

  /** The pointer type of address space 0. */
  public static final PointerType PTR = PointerType.get(0);

  private Types() {}

  /** A type without parameters. */
  private static final class SimpleType extends Type {
    private final String text;

    SimpleType(TypeKind kind, String text) {
      super(kind);
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
