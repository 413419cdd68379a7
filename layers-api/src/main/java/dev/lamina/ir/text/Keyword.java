package dev.lamina.ir.text;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The keywords that the grammar decides on. Attributes are not here: {@link AttributeParser} has
 * its own table.
 */
enum Keyword {
  /** No keyword of this list. */
  NONE_OF_THESE,

  // Top level.
  SOURCE_FILENAME,
  TARGET,
  TRIPLE,
  DATALAYOUT,
  MODULE,
  ASM,
  TYPE,
  OPAQUE,
  DECLARE,
  DEFINE,
  GLOBAL,
  CONSTANT,
  ALIAS,
  IFUNC,
  COMDAT,
  ATTRIBUTES,
  DISTINCT,
  USELISTORDER,
  USELISTORDER_BB,
  ANY,
  EXACTMATCH,
  LARGEST,
  NODEDUPLICATE,
  SAMESIZE,

  // Of globals and functions.
  EXTERNAL,
  AVAILABLE_EXTERNALLY,
  LINKONCE,
  LINKONCE_ODR,
  WEAK,
  WEAK_ODR,
  APPENDING,
  INTERNAL,
  PRIVATE,
  EXTERN_WEAK,
  COMMON,
  DEFAULT,
  HIDDEN,
  PROTECTED,
  DLLIMPORT,
  DLLEXPORT,
  DSO_LOCAL,
  DSO_PREEMPTABLE,
  THREAD_LOCAL,
  LOCALDYNAMIC,
  INITIALEXEC,
  LOCALEXEC,
  UNNAMED_ADDR,
  LOCAL_UNNAMED_ADDR,
  EXTERNALLY_INITIALIZED,
  ADDRSPACE,
  SECTION,
  PARTITION,
  CODE_MODEL,
  ALIGN,
  GC,
  PREFIX,
  PROLOGUE,
  PERSONALITY,
  NO_SANITIZE_ADDRESS,
  NO_SANITIZE_HWADDRESS,
  NO_SANITIZE_MEMTAG,
  SANITIZE_ADDRESS_DYNINIT,
  SANITIZE_MEMTAG,
  CC,

  // Types.
  VOID,
  HALF,
  BFLOAT,
  FLOAT,
  DOUBLE,
  X86_FP80,
  FP128,
  PPC_FP128,
  LABEL,
  METADATA,
  TOKEN,
  X86_MMX,
  X86_AMX,
  PTR,
  VSCALE,
  X,

  // Constants.
  TRUE,
  FALSE,
  NULL,
  UNDEF,
  POISON,
  NONE,
  ZEROINITIALIZER,
  C,
  SPLAT,
  BLOCKADDRESS,
  DSO_LOCAL_EQUIVALENT,
  NO_CFI,
  PTRAUTH,
  INRANGE,

  // Instructions, as in Opcode.
  RET,
  BR,
  SWITCH,
  INDIRECTBR,
  INVOKE,
  CALLBR,
  RESUME,
  UNREACHABLE,
  CLEANUPRET,
  CATCHRET,
  CATCHSWITCH,
  FNEG,
  ADD,
  FADD,
  SUB,
  FSUB,
  MUL,
  FMUL,
  UDIV,
  SDIV,
  FDIV,
  UREM,
  SREM,
  FREM,
  SHL,
  LSHR,
  ASHR,
  AND,
  OR,
  XOR,
  ALLOCA,
  LOAD,
  STORE,
  GETELEMENTPTR,
  FENCE,
  CMPXCHG,
  ATOMICRMW,
  TRUNC,
  ZEXT,
  SEXT,
  FPTOUI,
  FPTOSI,
  UITOFP,
  SITOFP,
  FPTRUNC,
  FPEXT,
  PTRTOINT,
  INTTOPTR,
  BITCAST,
  ADDRSPACECAST,
  CLEANUPPAD,
  CATCHPAD,
  ICMP,
  FCMP,
  PHI,
  CALL,
  SELECT,
  VA_ARG,
  EXTRACTELEMENT,
  INSERTELEMENT,
  SHUFFLEVECTOR,
  EXTRACTVALUE,
  INSERTVALUE,
  LANDINGPAD,
  FREEZE,

  // Parts of instructions.
  NUW,
  NSW,
  EXACT,
  DISJOINT,
  NNEG,
  SAMESIGN,
  INBOUNDS,
  NUSW,
  FAST,
  NNAN,
  NINF,
  NSZ,
  ARCP,
  CONTRACT,
  AFN,
  REASSOC,
  EQ,
  NE,
  UGT,
  UGE,
  ULT,
  ULE,
  SGT,
  SGE,
  SLT,
  SLE,
  OEQ,
  OGT,
  OGE,
  OLT,
  OLE,
  ONE,
  ORD,
  UNO,
  UEQ,
  UNE,
  TAIL,
  MUSTTAIL,
  NOTAIL,
  TO,
  UNWIND,
  CLEANUP,
  CATCH,
  FILTER,
  WITHIN,
  FROM,
  CALLER,
  VOLATILE,
  ATOMIC,
  SYNCSCOPE,
  UNORDERED,
  MONOTONIC,
  ACQUIRE,
  RELEASE,
  ACQ_REL,
  SEQ_CST,
  XCHG,
  NAND,
  MAX,
  MIN,
  UMAX,
  UMIN,
  FMAX,
  FMIN,
  UINC_WRAP,
  UDEC_WRAP,
  USUB_COND,
  USUB_SAT,
  INALLOCA,
  SWIFTERROR,
  SIDEEFFECT,
  ALIGNSTACK,
  INTELDIALECT;

  private static final int SLOTS = 1024;

  /** By slot, the last eight bytes of its word, the first of them uppermost; 0 if it is free. */
  private static final long[] ENDS = new long[SLOTS];

  private static final byte[][] WORDS = new byte[SLOTS][];
  private static final Keyword[] KEYWORDS = new Keyword[SLOTS];

  static {
    for (Keyword k : values()) {
      if (k == NONE_OF_THESE) {
        continue;
      }
      byte[] word = k.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
      long last = 0;
      for (byte b : word) {
        last = last << 8 | b;
      }
      int slot = slot(last);
      while (ENDS[slot] != 0) {
        slot = slot + 1 & SLOTS - 1;
      }
      ENDS[slot] = last;
      WORDS[slot] = word;
      KEYWORDS[slot] = k;
    }
  }

  private static int slot(long last) {
    return (int) (last * 0x9e3779b97f4a7c15L >>> 54);
  }

  /** The keyword that stands there; {@code last} are its last eight bytes, as in the table. */
  static Keyword of(byte[] text, int start, int length, long last) {
    int slot = slot(last);
    for (long l = ENDS[slot]; l != 0; l = ENDS[slot]) {
      if (l == last
          && WORDS[slot].length == length
          && (length <= Long.BYTES || same(WORDS[slot], text, start))) {
        return KEYWORDS[slot];
      }
      slot = slot + 1 & SLOTS - 1;
    }
    return NONE_OF_THESE;
  }

  private static boolean same(byte[] word, byte[] text, int start) {
    for (int i = 0; i < word.length - Long.BYTES; i++) {
      if (word[i] != text[start + i]) {
        return false;
      }
    }
    return true;
  }

  /** As it is written. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
