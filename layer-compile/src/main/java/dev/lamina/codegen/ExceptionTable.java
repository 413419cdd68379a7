package dev.lamina.codegen;

import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.LandingPadInst;
import dev.lamina.ir.Value;
import dev.lamina.object.Relocations;
import dev.lamina.object.Section;
import dev.lamina.target.UnsupportedConstructException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code .gcc_except_table}: for each function with landing pads, which of its calls lead to
 * which pad, and what each pad catches (Itanium C++ ABI, exception handling, level II; the encoding
 * is that of GCC's unwind-c++ personality).
 */
public final class ExceptionTable {
  /** DW_EH_PE_omit. */
  private static final int OMIT = 0xff;

  /** DW_EH_PE_indirect | DW_EH_PE_pcrel | DW_EH_PE_sdata4. */
  static final int INDIRECT = 0x9b;

  /** DW_EH_PE_udata4. */
  private static final int UDATA4 = 0x03;

  /** The bytes of a number whose size must not depend on its value. */
  private static final int PADDED_ULEB = 4;

  private final ObjectBuilder builder;
  private final TargetRelocations relocations;
  private final int pointerSize;
  private final CodeBuffer out = new CodeBuffer(256);
  private @Nullable Section section;

  // Addresses of type descriptions and personalities, which tables refer to at a fixed distance.
  private final CodeBuffer cells = new CodeBuffer(64);
  private @Nullable Section cellSection;
  private final Map<GlobalValue, Integer> cellOffsets = new HashMap<>();

  // Of the function at hand.
  private final List<CallSite> callSites = new ArrayList<>();
  private final List<@Nullable GlobalValue> types = new ArrayList<>();
  private final CodeBuffer actions = new CodeBuffer(64);
  private final CodeBuffer filters = new CodeBuffer(16);

  private record CallSite(int start, int end, int pad, int action) {}

  ExceptionTable(ObjectBuilder builder, TargetRelocations relocations) {
    this.builder = builder;
    this.relocations = relocations;
    pointerSize = builder.module().dataLayout().pointerSize(0);
  }

  void begin() {
    callSites.clear();
    types.clear();
    actions.truncate(0);
    filters.truncate(0);
  }

  boolean isEmpty() {
    return callSites.isEmpty();
  }

  /** A call in {@code [start, end)} of the code leads to the label {@code pad}. */
  public void addCallSite(int start, int end, int pad, LandingPadInst landing) {
    callSites.add(new CallSite(start, end, pad, actionOf(landing)));
  }

  /** The number that selects the type in landing pads of this function. */
  public int typeIndex(Value type) {
    GlobalValue g = null;
    if (type instanceof GlobalValue global) {
      g = global;
    } else if (!(type instanceof Constant c && c.isZero())) {
      throw new UnsupportedConstructException("the exception type " + type);
    }
    int known = types.indexOf(g);
    if (known < 0) {
      known = types.size();
      types.add(g);
    }
    return known + 1;
  }

  /** One more than the offset of the pad's first action; 0 for a pad that only cleans up. */
  private int actionOf(LandingPadInst pad) {
    int next = -1;
    if (pad.clauseCount() == 0) {
      return 0;
    }
    // Each record names the one behind it by distance, so the last clause is written first.
    if (pad.isCleanup()) {
      next = record(0, next);
    }
    for (int i = pad.clauseCount() - 1; i >= 0; i--) {
      int filter = pad.isFilter(i) ? filterOf(pad.clause(i)) : typeIndex(pad.clause(i));
      next = record(filter, next);
    }
    return next + 1;
  }

  private int record(int filter, int next) {
    int offset = actions.size();
    Leb128.signed(actions, filter);
    Leb128.signed(actions, next < 0 ? 0 : next - actions.size());
    return offset;
  }

  /** Minus one less than the offset of a list of types, which a zero ends. */
  private int filterOf(Value list) {
    int offset = filters.size();
    if (list instanceof ConstantAggregate a) {
      for (Constant type : a.elements()) {
        Leb128.unsigned(filters, typeIndex(type));
      }
    } else if (!(list instanceof Constant c && c.isZero())) {
      throw new UnsupportedConstructException("the exception filter " + list);
    }
    filters.put1(0);
    return -1 - offset;
  }

  /** Tells where a label is in the code. */
  @FunctionalInterface
  interface Labels {
    int offsetOf(int label);
  }

  /**
   * Writes the table of the function whose code is {@code [entry, end)}; returns its offset in
   * {@link #symbol}.
   */
  int finish(int entry, int end, Labels labels) {
    out.fill(-out.size() & 3, 0);
    int start = out.size();
    out.put1(OMIT);
    boolean typed = !types.isEmpty() || filters.size() > 0;
    out.put1(typed ? INDIRECT : OMIT);
    int baseField = out.size();
    if (typed) {
      out.fill(PADDED_ULEB, 0);
    }
    out.put1(UDATA4);
    int lengthField = out.size();
    out.fill(PADDED_ULEB, 0);
    int tableStart = out.size();
    writeCallSites(entry, end, labels);
    setPaddedUleb(lengthField, out.size() - tableStart);
    out.put(actions.array(), 0, actions.size());
    if (typed) {
      out.fill(-out.size() & 3, 0);
      for (int i = types.size() - 1; i >= 0; i--) {
        writeType(types.get(i));
      }
      setPaddedUleb(baseField, out.size() - baseField - PADDED_ULEB);
      out.put(filters.array(), 0, filters.size());
    }
    return start;
  }

  /** Every call has an entry: one without would be taken for a call that must not throw. */
  private void writeCallSites(int entry, int end, Labels labels) {
    int covered = entry;
    for (CallSite site : callSites) {
      writeCallSite(covered - entry, site.start - covered, 0, 0);
      int pad = labels.offsetOf(site.pad) - entry;
      writeCallSite(site.start - entry, site.end - site.start, pad, site.action);
      covered = site.end;
    }
    writeCallSite(covered - entry, end - covered, 0, 0);
  }

  private void writeCallSite(int start, int length, int pad, int action) {
    if (length > 0) {
      out.put4(start);
      out.put4(length);
      out.put4(pad);
      Leb128.unsigned(out, action);
    }
  }

  private void writeType(@Nullable GlobalValue type) {
    if (type != null) {
      referToCell(section().relocations(), out.size(), type);
    }
    out.put4(0);
  }

  private void setPaddedUleb(int at, int value) {
    for (int i = 0; i < PADDED_ULEB; i++) {
      int more = i < PADDED_ULEB - 1 ? 0x80 : 0;
      out.set1(at + i, value >> 7 * i & 0x7f | more);
    }
  }

  /** Adds a relocation that makes the four bytes at {@code offset} lead to the global's cell. */
  void referToCell(Relocations of, int offset, GlobalValue global) {
    Section holder = cellSection;
    if (holder == null) {
      holder = builder.object().addSection(".data.rel.ro.eh", Section.Kind.RELRO, pointerSize);
      cellSection = holder;
    }
    Integer cell = cellOffsets.get(global);
    if (cell == null) {
      cell = cells.size();
      cellOffsets.put(global, cell);
      holder.relocations().add(cell, relocations.absolute(), builder.symbol(global), 0);
      cells.fill(pointerSize, 0);
    }
    of.add(offset, relocations.relative32(), holder.symbol().index(), cell);
  }

  private Section section() {
    Section s = section;
    if (s == null) {
      s = builder.object().addSection(".gcc_except_table", Section.Kind.RODATA, 4);
      section = s;
    }
    return s;
  }

  /** The symbol that offsets of tables count from. */
  int symbol() {
    return section().symbol().index();
  }

  /** Closes the sections. */
  void close() {
    if (out.size() > 0) {
      section().setContent(out.array(), out.size());
    }
    Section holder = cellSection;
    if (holder != null) {
      holder.setContent(cells.array(), cells.size());
    }
  }
}
