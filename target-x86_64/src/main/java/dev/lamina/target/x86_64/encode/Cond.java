package dev.lamina.target.x86_64.encode;

/**
 * Condition codes, numbered as the low four bits of jcc, setcc and cmovcc (SDM volume 1, appendix
 * B). The inverse of a condition is {@link #inverse}.
 */
public final class Cond {
  public static final int O = 0;
  public static final int NO = 1;

  /** Below: carry set, unsigned less. */
  public static final int B = 2;

  /** Above or equal: carry clear, unsigned not less. */
  public static final int AE = 3;

  public static final int E = 4;
  public static final int NE = 5;
  public static final int BE = 6;
  public static final int A = 7;
  public static final int S = 8;
  public static final int NS = 9;

  /** Parity even; after ucomis*: unordered. */
  public static final int P = 10;

  public static final int NP = 11;

  /** Signed less. */
  public static final int L = 12;

  public static final int GE = 13;
  public static final int LE = 14;
  public static final int G = 15;

  /** For each condition its suffixes, the usual one first, separated by spaces. */
  static final String[] SUFFIXES = {
    "o", "no", "b c nae", "ae nb nc", "e z", "ne nz", "be na", "a nbe",
    "s", "ns", "p pe", "np po", "l nge", "ge nl", "le ng", "g nle"
  };

  private Cond() {}

  /** The condition that holds exactly when {@code cc} does not. */
  public static int inverse(int cc) {
    return cc ^ 1;
  }

  /** The condition that holds for (b, a) when {@code cc} holds for (a, b) after a compare. */
  public static int swapped(int cc) {
    return switch (cc) {
      case B -> A;
      case A -> B;
      case AE -> BE;
      case BE -> AE;
      case L -> G;
      case G -> L;
      case GE -> LE;
      case LE -> GE;
      case E, NE -> cc;
      default ->
          throw new IllegalArgumentException(
              "condition " + name(cc) + " depends on the order of its operands");
    };
  }

  /** The usual suffix, e.g. {@code ne}. */
  public static String name(int cc) {
    String s = SUFFIXES[cc];
    int space = s.indexOf(' ');
    return space < 0 ? s : s.substring(0, space);
  }
}
