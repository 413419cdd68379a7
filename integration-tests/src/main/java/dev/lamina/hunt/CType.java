package dev.lamina.hunt;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A type of C, as far as signatures have them. */
sealed interface CType {
  /** The type as it is written before a name. */
  String text();

  /** Visits the scalars that a value consists of, in order; {@code path} names the value. */
  void scalars(String path, Visitor visitor);

  /** What is told of each scalar. */
  @FunctionalInterface
  interface Visitor {
    void visit(String path, Scalar scalar);
  }

  /** A type without parts. */
  enum Scalar implements CType {
    BOOL("_Bool", 1),
    CHAR("signed char", 1),
    UCHAR("unsigned char", 1),
    SHORT("short", 2),
    USHORT("unsigned short", 2),
    INT("int", 4),
    UINT("unsigned", 4),
    LONG("long", 8),
    ULONG("unsigned long", 8),
    INT128("__int128", 16),
    UINT128("unsigned __int128", 16),
    POINTER("void *", 8),
    FLOAT("float", 4),
    DOUBLE("double", 8),
    LONG_DOUBLE("long double", 10);

    private final String text;
    private final int valueBytes;

    Scalar(String text, int valueBytes) {
      this.text = text;
      this.valueBytes = valueBytes;
    }

    @Override
    public String text() {
      return text;
    }

    /** How many bytes hold the value; the rest, if any, is padding. */
    int valueBytes() {
      return valueBytes;
    }

    @Override
    public void scalars(String path, Visitor visitor) {
      visitor.visit(path, this);
    }

    /** Whether an argument behind the ellipsis keeps this type (C17, 6.5.2.2, paragraph 7). */
    boolean isPromoted() {
      return switch (this) {
        case BOOL, CHAR, UCHAR, SHORT, USHORT, FLOAT -> false;
        default -> true;
      };
    }

    /** Some value, as an expression; never a NaN, whose bits need not survive. */
    String literal(Random random) {
      return switch (this) {
        case BOOL -> random.nextBoolean() ? "1" : "0";
        case FLOAT -> Float.toHexString(finite(random)) + "f";
        case DOUBLE -> Double.toHexString(finiteDouble(random));
        case LONG_DOUBLE -> // 63 bits behind the point, as the format has
            String.format(
                Locale.ROOT,
                "%s0x1.%016xp%dL",
                random.nextBoolean() ? "-" : "",
                random.nextLong() & ~1L,
                random.nextInt(2000) - 1000);
        case INT128, UINT128 ->
            "(" + text + ")((unsigned __int128)" + hex(random) + " << 64 | " + hex(random) + ")";
        default -> "(" + text + ")" + hex(random);
      };
    }

    private static String hex(Random random) {
      return "0x" + Long.toHexString(random.nextLong()) + "UL";
    }

    private static float finite(Random random) {
      while (true) {
        float value = Float.intBitsToFloat(random.nextInt());
        if (Float.isFinite(value)) {
          return value;
        }
      }
    }

    private static double finiteDouble(Random random) {
      while (true) {
        double value = Double.longBitsToDouble(random.nextLong());
        if (Double.isFinite(value)) {
          return value;
        }
      }
    }
  }

  /**
   * A vector, as the intrinsics of x86 have them.
   *
   * @param bytes 16, 32 or 64: the size of {@code __m128}, {@code __m256}, {@code __m512}
   */
  record Vector(Scalar element, int bytes) implements CType {
    /** What they are made of. */
    private static final Scalar[] ELEMENTS = {Scalar.FLOAT, Scalar.DOUBLE, Scalar.LONG};

    /** Some vector of at most that size. */
    static Vector any(Random random, int mostBytes) {
      int sizes = Integer.numberOfTrailingZeros(mostBytes) - 3;
      return new Vector(ELEMENTS[random.nextInt(ELEMENTS.length)], 16 << random.nextInt(sizes));
    }

    /** The definitions of their names, for C. */
    static String definitions(int mostBytes) {
      StringBuilder text = new StringBuilder();
      for (int bytes = 16; bytes <= mostBytes; bytes *= 2) {
        for (Scalar element : ELEMENTS) {
          text.append("typedef ").append(element.text()).append(' ');
          text.append(new Vector(element, bytes).text());
          text.append(" __attribute__((vector_size(").append(bytes).append(")));\n");
        }
      }
      return text.toString();
    }

    @Override
    public String text() {
      return "m" + 8 * bytes + "_" + element.text();
    }

    @Override
    public void scalars(String path, Visitor visitor) {
      for (int i = 0; i < bytes / element.valueBytes(); i++) {
        visitor.visit(path + "[" + i + "]", element);
      }
    }
  }

  /**
   * A member of a struct or union.
   *
   * @param count of an array's elements; 0 if it is none
   */
  record Member(String name, CType type, int count) {
    String declaration() {
      return type.text() + " " + name + (count == 0 ? "" : "[" + count + "]") + ";";
    }

    void scalars(String path, Visitor visitor) {
      String own = path + "." + name;
      if (count == 0) {
        type.scalars(own, visitor);
      }
      for (int i = 0; i < count; i++) {
        type.scalars(own + "[" + i + "]", visitor);
      }
    }
  }

  /** A struct; of packed ones the members stand without gaps. */
  record Struct(String name, List<Member> members, boolean packed) implements CType {
    @Override
    public String text() {
      return "struct " + name;
    }

    @Override
    public void scalars(String path, Visitor visitor) {
      for (Member member : members) {
        member.scalars(path, visitor);
      }
    }

    String definition() {
      StringBuilder text = new StringBuilder("struct ").append(name).append(" {");
      for (Member member : members) {
        text.append(' ').append(member.declaration());
      }
      return text.append(packed ? " } __attribute__((packed));\n" : " };\n").toString();
    }
  }

  /** A union, which holds its last member. */
  record Union(String name, List<Member> members) implements CType {
    @Override
    public String text() {
      return "union " + name;
    }

    @Override
    public void scalars(String path, Visitor visitor) {
      members.get(members.size() - 1).scalars(path, visitor);
    }

    String definition() {
      StringBuilder text = new StringBuilder("union ").append(name).append(" {");
      for (Member member : members) {
        text.append(' ').append(member.declaration());
      }
      return text.append(" };\n").toString();
    }
  }
}
