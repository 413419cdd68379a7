package dev.lamina.target.x86_64.link;

/** The relocation numbers of x86-64 objects (psABI, table 4.10). */
public final class X86Relocations {
  public static final int R_X86_64_NONE = 0;
  public static final int R_X86_64_64 = 1;
  public static final int R_X86_64_PC32 = 2;
  public static final int R_X86_64_GOT32 = 3;
  public static final int R_X86_64_PLT32 = 4;
  public static final int R_X86_64_GOTPCREL = 9;
  public static final int R_X86_64_32 = 10;
  public static final int R_X86_64_32S = 11;
  public static final int R_X86_64_16 = 12;
  public static final int R_X86_64_PC16 = 13;
  public static final int R_X86_64_8 = 14;
  public static final int R_X86_64_PC8 = 15;
  public static final int R_X86_64_DTPOFF64 = 17;
  public static final int R_X86_64_TPOFF64 = 18;
  public static final int R_X86_64_TLSGD = 19;
  public static final int R_X86_64_TLSLD = 20;
  public static final int R_X86_64_DTPOFF32 = 21;
  public static final int R_X86_64_GOTTPOFF = 22;
  public static final int R_X86_64_TPOFF32 = 23;
  public static final int R_X86_64_PC64 = 24;
  public static final int R_X86_64_GOTOFF64 = 25;
  public static final int R_X86_64_GOTPC32 = 26;
  public static final int R_X86_64_GOT64 = 27;
  public static final int R_X86_64_GOTPCREL64 = 28;
  public static final int R_X86_64_GOTPC64 = 29;
  public static final int R_X86_64_GOTPLT64 = 30;
  public static final int R_X86_64_PLTOFF64 = 31;
  public static final int R_X86_64_SIZE32 = 32;
  public static final int R_X86_64_SIZE64 = 33;
  public static final int R_X86_64_GOTPCRELX = 41;
  public static final int R_X86_64_REX_GOTPCRELX = 42;

  private static final String[] NAMES = {
    "NONE",
    "64",
    "PC32",
    "GOT32",
    "PLT32",
    "COPY",
    "GLOB_DAT",
    "JUMP_SLOT",
    "RELATIVE",
    "GOTPCREL",
    "32",
    "32S",
    "16",
    "PC16",
    "8",
    "PC8",
    "DTPMOD64",
    "DTPOFF64",
    "TPOFF64",
    "TLSGD",
    "TLSLD",
    "DTPOFF32",
    "GOTTPOFF",
    "TPOFF32",
    "PC64",
    "GOTOFF64",
    "GOTPC32",
    "GOT64",
    "GOTPCREL64",
    "GOTPC64",
    "GOTPLT64",
    "PLTOFF64",
    "SIZE32",
    "SIZE64",
    "GOTPC32_TLSDESC",
    "TLSDESC_CALL",
    "TLSDESC",
    "IRELATIVE",
    "RELATIVE64",
    "39",
    "40",
    "GOTPCRELX",
    "REX_GOTPCRELX"
  };

  private X86Relocations() {}

  /** The name of relocation {@code type}, with its number in place of one that is unknown. */
  public static String name(int type) {
    return "R_X86_64_" + (type >= 0 && type < NAMES.length ? NAMES[type] : "" + type);
  }
}
