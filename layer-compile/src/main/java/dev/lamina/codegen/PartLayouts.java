package dev.lamina.codegen;

import dev.lamina.ir.ArrayType;
import dev.lamina.ir.DataLayout;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import dev.lamina.ir.Types;
import dev.lamina.target.UnsupportedConstructException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The part layouts of a module's types, computed once each. A target says what a scalar's parts
 * are; aggregates follow from their elements.
 */
public abstract class PartLayouts {
  /**
   * More parts than this are refused: such a value is an array that someone passes around as a
   * whole, and would take as many registers.
   */
  private static final int MAX_PARTS = 1024;

  private final DataLayout dataLayout;
  private final Map<Type, PartLayout> known = new HashMap<>();

  // The type asked for last: runs of instructions are of one type.
  private Type lastType;
  private PartLayout last;

  protected PartLayouts(DataLayout dataLayout) {
    this.dataLayout = dataLayout;
    lastType = Types.VOID;
    last =
        new PartLayout(lastType, new byte[0], new byte[0], new long[0], new Type[0], new short[0]);
    known.put(lastType, last);
  }

  /**
   * Adds the parts of a type that is no aggregate, or throws {@link UnsupportedConstructException}
   * naming it.
   */
  protected abstract void addScalar(Type type, long offset, Builder parts);

  /** The parts of a first-class type; none for {@code void}. */
  public PartLayout of(Type type) {
    if (type == lastType) {
      return last;
    }
    PartLayout layout = known.get(type);
    if (layout == null) {
      Builder builder = new Builder();
      add(type, 0, builder);
      layout = builder.build(type);
      known.put(type, layout);
    }
    lastType = type;
    last = layout;
    return layout;
  }

  private void add(Type type, long offset, Builder parts) {
    if (type instanceof StructType s) {
      for (int i = 0; i < s.elements().size(); i++) {
        add(s.elements().get(i), offset + dataLayout.structLayout(s).offset(i), parts);
      }
    } else if (type instanceof ArrayType a) {
      if (Long.compareUnsigned(a.length(), MAX_PARTS) > 0) {
        throw tooLarge(type);
      }
      long step = dataLayout.allocSize(a.element());
      for (int i = 0; i < a.length(); i++) {
        add(a.element(), offset + i * step, parts);
      }
    } else {
      addScalar(type, offset, parts);
    }
    if (parts.count > MAX_PARTS) {
      throw tooLarge(type);
    }
  }

  private static UnsupportedConstructException tooLarge(Type type) {
    return new UnsupportedConstructException(
        "a value of type " + type + " (more than " + MAX_PARTS + " registers)");
  }

  /** Collects parts. */
  public static final class Builder {
    private int count;
    private byte[] banks = new byte[4];
    private byte[] sizes = new byte[4];
    private long[] offsets = new long[4];
    private Type[] types = new Type[4];
    private short[] pieces = new short[4];

    private Builder() {}

    /** {@code size} in bytes, at {@code offset} from the value's start. */
    public void add(int bank, int size, long offset, Type scalar) {
      add(bank, size, offset, scalar, 0);
    }

    /** As above, the part being piece {@code piece} of a scalar that has several. */
    public void add(int bank, int size, long offset, Type scalar, int piece) {
      if (count == banks.length) {
        banks = Arrays.copyOf(banks, 2 * count);
        sizes = Arrays.copyOf(sizes, 2 * count);
        offsets = Arrays.copyOf(offsets, 2 * count);
        types = Arrays.copyOf(types, 2 * count);
        pieces = Arrays.copyOf(pieces, 2 * count);
      }
      banks[count] = (byte) bank;
      sizes[count] = (byte) size;
      offsets[count] = offset;
      pieces[count] = (short) piece;
      types[count++] = scalar;
    }

    private PartLayout build(Type type) {
      return new PartLayout(
          type,
          Arrays.copyOf(banks, count),
          Arrays.copyOf(sizes, count),
          Arrays.copyOf(offsets, count),
          Arrays.copyOf(types, count),
          Arrays.copyOf(pieces, count));
    }
  }
}
