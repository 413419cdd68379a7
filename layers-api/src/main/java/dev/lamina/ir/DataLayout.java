package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sizes and alignments of types, read from a module's {@code target datalayout} (LangRef, "Data
 * Layout"). All sizes are in bytes unless a name says bits. Immutable; struct layouts are computed
 * once.
 */
public final class DataLayout {
  /** The layout of a module that names none. */
  public static final DataLayout DEFAULT = parse("");

  private final String text;
  private boolean bigEndian;
  private final Map<Integer, PointerLayout> pointers = new TreeMap<>();
  private final TreeMap<Integer, Integer> integerAlignments = new TreeMap<>();
  private final TreeMap<Integer, Integer> floatAlignments = new TreeMap<>();
  private final TreeMap<Integer, Integer> vectorAlignments = new TreeMap<>();
  private int aggregateAlignment = 1;
  private int stackAlignment;
  private int globalsAddressSpace;
  private int allocaAddressSpace;
  private int programAddressSpace;
  private char mangling;
  private final Map<StructType, StructLayout> structs = new ConcurrentHashMap<>();
  private final Map<StructType, Double> approximateSizes = new ConcurrentHashMap<>();

  private record PointerLayout(int size, int alignment, int indexBits) {}

  private DataLayout(String text) {
    this.text = text;
    pointers.put(0, new PointerLayout(8, 8, 64));
    integerAlignments.putAll(Map.of(1, 1, 8, 1, 16, 2, 32, 4, 64, 4));
    floatAlignments.putAll(Map.of(16, 2, 32, 4, 64, 8, 128, 16));
    vectorAlignments.putAll(Map.of(64, 8, 128, 16));
  }

  /** Reads a layout string; {@link IllegalArgumentException} names the part that is wrong. */
  public static DataLayout parse(String text) {
    DataLayout layout = new DataLayout(text);
    if (!text.isEmpty()) {
      for (String part : text.split("-", -1)) {
        checkArgument(!part.isEmpty(), "data layout \"%s\": empty part", text);
        try {
          layout.read(part);
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
          throw new IllegalArgumentException(
              "data layout \"" + text + "\": cannot read the part \"" + part + "\"", e);
        }
      }
    }
    return layout;
  }

  private void read(String part) {
    String[] fields = part.substring(1).split(":", -1);
    switch (part.charAt(0)) {
      case 'e' -> bigEndian = false;
      case 'E' -> bigEndian = true;
      case 'p' -> {
        int space = fields[0].isEmpty() ? 0 : Integer.parseInt(fields[0]);
        int bits = Integer.parseInt(fields[1]);
        checkArgument(
            bits > 0 && bits <= 256 && bits % 8 == 0,
            "pointers of %s bits are not supported",
            bits);
        int index = fields.length > 4 ? Integer.parseInt(fields[4]) : bits;
        pointers.put(space, new PointerLayout(bits / 8, bytes(fields[2]), index));
      }
      case 'i' -> integerAlignments.put(bits(fields[0]), bytes(fields[1]));
      case 'f' -> floatAlignments.put(bits(fields[0]), bytes(fields[1]));
      case 'v' -> vectorAlignments.put(bits(fields[0]), bytes(fields[1]));
      case 'a' -> aggregateAlignment = Math.max(1, bytes(fields[1]));
      case 'S' -> stackAlignment = bytes(fields[0]);
      case 'G' -> globalsAddressSpace = Integer.parseInt(fields[0]);
      case 'A' -> allocaAddressSpace = Integer.parseInt(fields[0]);
      case 'P' -> programAddressSpace = Integer.parseInt(fields[0]);
      case 'm' -> mangling = fields[1].charAt(0);
      case 'n', 'F', 's' -> {
        // Native widths, function-pointer alignment and the old stack-object alignment: hints to
        // optimisers that do not change where anything lies.
      }
      default -> throw new NumberFormatException(part);
    }
  }

  private static int bits(String field) {
    int bits = Integer.parseInt(field);
    checkArgument(bits > 0 && bits < 1 << 24, "a size of %s bits is out of range", bits);
    return bits;
  }

  private static int bytes(String field) {
    int bits = Integer.parseInt(field);
    checkArgument(
        bits >= 0 && bits % 8 == 0 && Integer.bitCount(bits) <= 1 && bits < 1 << 19,
        "an alignment of %s bits is not a power of two of bytes",
        bits);
    return bits / 8;
  }

  public boolean isBigEndian() {
    return bigEndian;
  }

  /** The natural alignment of the stack; 0 if the layout does not say. */
  public int stackAlignment() {
    return stackAlignment;
  }

  public int globalsAddressSpace() {
    return globalsAddressSpace;
  }

  public int allocaAddressSpace() {
    return allocaAddressSpace;
  }

  public int programAddressSpace() {
    return programAddressSpace;
  }

  /** The letter behind {@code m:}, or 0. */
  public char mangling() {
    return mangling;
  }

  public int pointerSize(int addressSpace) {
    return pointer(addressSpace).size;
  }

  /** The width in bits of the integers that {@code getelementptr} computes with. */
  public int indexBits(int addressSpace) {
    return pointer(addressSpace).indexBits;
  }

  private PointerLayout pointer(int addressSpace) {
    PointerLayout p = pointers.get(addressSpace);
    if (p == null) {
      p = pointers.get(0);
    }
    if (p == null) {
      throw new IllegalStateException("no layout of pointers; please report");
    }
    return p;
  }

  /** The size of a value without padding, in bits. {@code type} must be sized. */
  public long sizeInBits(Type type) {
    return switch (type.kind()) {
      case INTEGER -> ((IntegerType) type).width();
      case HALF, BFLOAT -> 16;
      case FLOAT -> 32;
      case DOUBLE, X86_MMX -> 64;
      case X86_FP80 -> 80;
      case FP128, PPC_FP128 -> 128;
      case POINTER -> 8L * pointerSize(((PointerType) type).addressSpace());
      case FIXED_VECTOR -> {
        VectorType v = (VectorType) type;
        yield v.length() * sizeInBits(v.element());
      }
      case ARRAY, STRUCT -> 8 * allocSize(type);
      default -> throw new IllegalArgumentException(type + " has no size");
    };
  }

  /** How many bytes a store of the type writes. */
  public long storeSize(Type type) {
    return (sizeInBits(type) + 7) / 8;
  }

  /**
   * The distance of two elements of an array of the type: the store size rounded up to alignment.
   */
  public long allocSize(Type type) {
    if (type instanceof ArrayType a) {
      return allocSize(a.element()) * a.length();
    }
    if (type instanceof StructType s) {
      return structLayout(s).size();
    }
    return roundUp(storeSize(type), abiAlignment(type));
  }

  /**
   * The {@link #allocSize} of a type that memory is to be had for, without overflow.
   *
   * @throws IllegalArgumentException if it exceeds {@code limit}
   */
  public long objectSize(Type type, long limit) {
    checkArgument(approximateSize(type) <= limit, "%s is larger than %s bytes", type, limit);
    return allocSize(type);
  }

  private double approximateSize(Type type) {
    if (type instanceof ArrayType a) {
      double length = a.length() >= 0 ? a.length() : 0x1p64 + a.length();
      return length * approximateSize(a.element());
    }
    return type instanceof StructType s ? approximateStructSize(s) : allocSize(type);
  }

  private double approximateStructSize(StructType type) {
    // Kept, since structs that each hold another one twice would take exponential time.
    Double known = approximateSizes.get(type);
    if (known != null) {
      return known;
    }
    double size = 0;
    for (Type element : type.elements()) {
      size += approximateSize(element);
    }
    // Padding is less than the alignment for each element.
    size = Math.max(size, size > 0x1p62 ? size : structLayout(type).size());
    approximateSizes.put(type, size);
    return size;
  }

  /** The alignment in bytes that the ABI asks for. */
  public int abiAlignment(Type type) {
    return switch (type.kind()) {
      case INTEGER -> integerAlignment(((IntegerType) type).width());
      case POINTER -> pointer(((PointerType) type).addressSpace()).alignment;
      case HALF, BFLOAT, FLOAT, DOUBLE, FP128, PPC_FP128 ->
          alignment(floatAlignments, sizeInBits(type));
      case X86_FP80 -> floatAlignments.getOrDefault(80, 16);
      case X86_MMX -> 8;
      case FIXED_VECTOR -> alignment(vectorAlignments, sizeInBits(type));
      case ARRAY -> abiAlignment(((ArrayType) type).element());
      case STRUCT -> (int) structLayout((StructType) type).alignment();
      default -> throw new IllegalArgumentException(type + " has no alignment");
    };
  }

  /** The alignment in bytes that is best for a variable of the type. */
  public int preferredAlignment(Type type) {
    int abi = abiAlignment(type);
    return type.isAggregate() ? Math.max(abi, aggregateAlignment) : abi;
  }

  private int integerAlignment(int width) {
    Map.Entry<Integer, Integer> entry = integerAlignments.ceilingEntry(width);
    if (entry == null) {
      entry = integerAlignments.lastEntry();
    }
    return Math.max(1, entry.getValue());
  }

  private static int alignment(Map<Integer, Integer> table, long bits) {
    Integer exact = bits <= Integer.MAX_VALUE ? table.get((int) bits) : null;
    if (exact != null) {
      return Math.max(1, exact);
    }
    long bytes = Math.max(1, (bits + 7) / 8);
    return (int) Math.min(1 << 16, Long.highestOneBit(2 * bytes - 1));
  }

  public StructLayout structLayout(StructType type) {
    StructLayout known = structs.get(type);
    if (known != null) {
      return known;
    }
    checkArgument(type.isSized(), "%s has no size", type);
    long offset = 0;
    long alignment = 1;
    long[] offsets = new long[type.elements().size()];
    for (int i = 0; i < offsets.length; i++) {
      Type element = type.elements().get(i);
      long align = type.isPacked() ? 1 : abiAlignment(element);
      offset = roundUp(offset, align);
      offsets[i] = offset;
      offset += allocSize(element);
      alignment = Math.max(alignment, align);
    }
    StructLayout layout = new StructLayout(offsets, roundUp(offset, alignment), alignment);
    structs.put(type, layout);
    return layout;
  }

  /** {@code n} rounded up to a multiple of {@code alignment}, a power of two. */
  public static long roundUp(long n, long alignment) {
    return (n + alignment - 1) & -alignment;
  }

  /**
   * The offset that constant indices add to a pointer, or {@code Long.MIN_VALUE} if an index is no
   * plain integer. The arithmetic wraps, as addresses do.
   */
  public long constantOffset(Type sourceType, Value... indices) {
    long offset = 0;
    Type t = sourceType;
    for (int i = 0; i < indices.length; i++) {
      if (!(indices[i] instanceof ConstantInt c) || c.isWide()) {
        return Long.MIN_VALUE;
      }
      if (i == 0) {
        offset += c.sext() * allocSize(t);
      } else if (t instanceof StructType s) {
        offset += structLayout(s).offset((int) c.sext());
        t = s.elements().get((int) c.sext());
      } else {
        t = t instanceof ArrayType a ? a.element() : t.scalarType();
        offset += c.sext() * allocSize(t);
      }
    }
    return offset;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof DataLayout d && d.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The layout string as it was read. */
  @Override
  public String toString() {
    return text;
  }
}
