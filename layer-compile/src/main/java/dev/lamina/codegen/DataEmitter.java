package dev.lamina.codegen;

import dev.lamina.ir.ArrayType;
import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantAggregate;
import dev.lamina.ir.ConstantDataSequence;
import dev.lamina.ir.ConstantExpr;
import dev.lamina.ir.ConstantFP;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.DataLayout;
import dev.lamina.ir.GlobalReference;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Linkage;
import dev.lamina.ir.Module;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import dev.lamina.ir.UndefValue;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.Section;
import dev.lamina.object.Symbol;
import dev.lamina.target.UnsupportedConstructException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Writes a module's variables into sections: zeroed ones into .bss, constants into .rodata (or, if
 * they hold addresses, where the linker can still write), the others into .data; {@code
 * llvm.global_ctors} and {@code _dtors} into the arrays that a linker runs.
 */
final class DataEmitter {
  /** A module with more initialised data than this would not fit one array. */
  private static final long MAX_DATA = 1L << 30;

  private static final long MAX_ZERO_FILL = 1L << 34;

  private final ObjectBuilder builder;
  private final ObjectFile object;
  private final DataLayout layout;
  private final TargetRelocations relocations;
  private final ToLongFunction<BlockAddress> blockOffset;
  private final Map<String, Open> sections = new LinkedHashMap<>();

  /** A section that is being filled. */
  private static final class Open {
    final Section section;
    final CodeBuffer bytes;
    long zeroFill;

    Open(Section section) {
      this.section = section;
      bytes = new CodeBuffer(section.kind().isZeroFill() ? 16 : 256);
    }
  }

  /** {@code blockOffset} tells where in the code a block begins that its address is taken of. */
  DataEmitter(
      ObjectBuilder builder,
      TargetRelocations relocations,
      ToLongFunction<BlockAddress> blockOffset) {
    this.builder = builder;
    this.relocations = relocations;
    this.blockOffset = blockOffset;
    object = builder.object();
    layout = builder.module().dataLayout();
  }

  void emitAll() {
    Module module = builder.module();
    for (GlobalVariable g : module.globals()) {
      if (g.isDefinitionForLinker()) {
        emit(g);
      }
    }
    for (Open open : sections.values()) {
      if (open.section.kind().isZeroFill()) {
        open.section.setZeroFill(open.zeroFill);
      } else {
        open.section.setContent(open.bytes.array(), open.bytes.size());
      }
    }
  }

  private void emit(GlobalVariable g) {
    String name = g.name();
    if (name != null && name.startsWith("llvm.")) {
      switch (name) {
        case "llvm.global_ctors" -> emitArray(g, Section.Kind.INIT_ARRAY, ".init_array");
        case "llvm.global_dtors" -> emitArray(g, Section.Kind.FINI_ARRAY, ".fini_array");
        case "llvm.used", "llvm.compiler.used" -> {
          // Lists for optimisers: what they name is kept anyway.
        }
        default -> {
          if (!"llvm.metadata".equals(g.section())) {
            throw new UnsupportedConstructException("the variable " + g);
          }
        }
      }
      return;
    }
    if ("llvm.metadata".equals(g.section())) {
      return;
    }
    if (g.isThreadLocal()) {
      throw new UnsupportedConstructException("thread_local variable " + g);
    }
    Constant initializer = g.initializer();
    if (initializer == null) {
      return;
    }
    Type type = g.valueType();
    long size = sizeOf(g);
    long alignment = Math.max(1, g.alignment());
    if (g.alignment() == 0) {
      alignment = layout.preferredAlignment(type);
    }
    if (alignment > 1 << 16) {
      throw new UnsupportedConstructException("alignment " + alignment + " of " + g);
    }
    Symbol symbol = object.symbol(builder.symbol(g));
    if (g.linkage() == Linkage.COMMON) {
      symbol.defineCommon(size, alignment);
      return;
    }
    boolean zero = initializer.isZero() || initializer instanceof UndefValue;
    Open open = sectionFor(g, zero, hasAddress(initializer));
    open.section.alignTo(alignment);
    if (open.section.kind().isZeroFill()) {
      long offset = DataLayout.roundUp(open.zeroFill, alignment);
      checkSize(offset + size, MAX_ZERO_FILL, g);
      symbol.define(open.section, offset, size);
      // An object of no size still has an address of its own.
      open.zeroFill = offset + Math.max(1, size);
      return;
    }
    CodeBuffer out = open.bytes;
    out.fill((int) (-out.size() & alignment - 1), 0);
    checkSize(out.size() + size, MAX_DATA, g);
    int start = out.size();
    symbol.define(open.section, start, size);
    out.fill((int) Math.max(1, size), 0);
    write(initializer, open, start);
  }

  private long sizeOf(GlobalVariable g) {
    try {
      return layout.objectSize(g.valueType(), MAX_ZERO_FILL);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedConstructException("the size of " + g + ": " + e.getMessage());
    }
  }

  private static void checkSize(long size, long limit, GlobalValue g) {
    if (size < 0 || size > limit) {
      throw new UnsupportedConstructException(
          "the size of " + g + ": more than " + limit + " bytes of one kind in a module");
    }
  }

  private Open sectionFor(GlobalVariable g, boolean zero, boolean hasAddress) {
    String own = g.section();
    if (own != null) {
      Section.Kind kind = g.isConstant() && !hasAddress ? Section.Kind.RODATA : Section.Kind.DATA;
      if (own.startsWith(".init_array") || own.startsWith(".ctors")) {
        kind = Section.Kind.INIT_ARRAY;
      } else if (own.startsWith(".fini_array") || own.startsWith(".dtors")) {
        kind = Section.Kind.FINI_ARRAY;
      }
      return open(own, kind);
    }
    if (g.isConstant()) {
      return hasAddress
          ? open(".data.rel.ro", Section.Kind.RELRO)
          : open(".rodata", Section.Kind.RODATA);
    }
    return zero ? open(".bss", Section.Kind.BSS) : open(".data", Section.Kind.DATA);
  }

  private Open open(String name, Section.Kind kind) {
    Open open = sections.get(name);
    if (open == null) {
      open = new Open(object.addSection(name, kind, 1));
      sections.put(name, open);
    }
    return open;
  }

  /** Whether writing the constant takes a relocation. */
  private static boolean hasAddress(Constant c) {
    if (c instanceof ConstantAggregate a) {
      for (Constant e : a.elements()) {
        if (hasAddress(e)) {
          return true;
        }
      }
      return false;
    }
    if (c instanceof ConstantExpr e) {
      for (Constant operand : e.operands()) {
        if (hasAddress(operand)) {
          return true;
        }
      }
      return false;
    }
    return c instanceof GlobalValue || c instanceof BlockAddress || c instanceof GlobalReference;
  }

  /** Writes {@code c} over the zeros at {@code at}. */
  private void write(Constant c, Open open, int at) {
    if (c.isZero() || c instanceof UndefValue) {
      return;
    }
    Type type = c.type();
    if (c instanceof ConstantAggregate a) {
      writeElements(a, open, at);
    } else if (c instanceof ConstantDataSequence d) {
      writeData(d, open, at);
    } else if (c instanceof ConstantFP f) {
      writeBits(open, at, f.low(), f.high(), (int) layout.storeSize(type));
    } else if (c instanceof ConstantInt n) {
      int bytes = (int) layout.storeSize(type);
      for (int w = 0; 8 * w < bytes; w++) {
        writeWord(open, at, n, w, bytes);
      }
    } else {
      writeAddress(c, open, at);
    }
  }

  private void writeWord(Open open, int at, ConstantInt n, int w, int bytes) {
    long bits = n.word(w);
    int width = n.width() - 64 * w;
    if (width < 64) {
      bits &= (1L << width) - 1;
    }
    for (int b = 0; b < 8 && 8 * w + b < bytes; b++) {
      int place = layout.isBigEndian() ? bytes - 1 - 8 * w - b : 8 * w + b;
      open.bytes.set1(at + place, (int) (bits >>> 8 * b));
    }
  }

  private void writeBits(Open open, int at, long low, long high, int bytes) {
    for (int b = 0; b < bytes; b++) {
      long word = b < 8 ? low : high;
      int place = layout.isBigEndian() ? bytes - 1 - b : b;
      open.bytes.set1(at + place, (int) (word >>> 8 * (b & 7)));
    }
  }

  private void writeElements(ConstantAggregate a, Open open, int at) {
    if (a.type() instanceof StructType s) {
      for (int i = 0; i < a.elementCount(); i++) {
        write(a.element(i), open, at + (int) layout.structLayout(s).offset(i));
      }
      return;
    }
    Type element = a.type() instanceof ArrayType t ? t.element() : a.type().scalarType();
    if (a.type().isVector() && layout.sizeInBits(element) % 8 != 0) {
      writePacked(a, element, open, at);
      return;
    }
    // Elements of vectors lie without padding.
    long step = a.type().isVector() ? layout.sizeInBits(element) / 8 : layout.allocSize(element);
    for (int i = 0; i < a.elementCount(); i++) {
      write(a.element(i), open, (int) (at + i * step));
    }
  }

  /** A vector whose elements are no whole bytes: one behind the other, from the lowest bit up. */
  private void writePacked(ConstantAggregate a, Type element, Open open, int at) {
    if (layout.isBigEndian()) {
      throw new UnsupportedConstructException("a constant vector of " + element + " in memory");
    }
    int width = (int) layout.sizeInBits(element);
    byte[] bytes = new byte[(a.elementCount() * width + 7) / 8];
    for (int i = 0; i < a.elementCount(); i++) {
      Constant c = a.element(i);
      if (c instanceof ConstantInt n) {
        for (int bit = 0; bit < width; bit++) {
          int place = i * width + bit;
          bytes[place / 8] |= (byte) ((n.word(bit / 64) >>> bit % 64 & 1) << place % 8);
        }
      } else if (!(c instanceof UndefValue)) {
        throw new UnsupportedConstructException("the constant " + c + " in a vector in memory");
      }
    }
    for (int i = 0; i < bytes.length; i++) {
      open.bytes.set1(at + i, bytes[i]);
    }
  }

  private void writeData(ConstantDataSequence d, Open open, int at) {
    byte[] bytes = d.littleEndianBytes();
    int size = d.elementSize();
    for (int i = 0; i < bytes.length; i++) {
      int place = layout.isBigEndian() ? i - i % size + size - 1 - i % size : i;
      open.bytes.set1(at + place, bytes[i]);
    }
  }

  private void writeAddress(Constant c, Open open, int at) {
    LinearConstant v = LinearConstant.of(c, layout);
    int bytes = (int) layout.storeSize(c.type());
    if (v.isNumber()) {
      writeBits(open, at, v.offset, v.offset >> 63, bytes);
      return;
    }
    int type;
    long addend = v.offset;
    if (v.minus == null) {
      type = bytes == 8 ? relocations.absolute() : bytes == 4 ? relocations.absolute32() : -1;
    } else {
      type = bytes == 4 ? relocations.relative32() : bytes == 8 ? relocations.relative64() : -1;
      addend += distanceFrom(v.minus, open, at);
    }
    if (type < 0 || v.plus == null || layout.sizeInBits(c.type()) != 8L * bytes) {
      throw new UnsupportedConstructException(
          "the constant " + c + " as " + bytes + " bytes in memory");
    }
    open.section.relocations().add(at, type, symbolOf(v.plus), addend + offsetOf(v.plus));
  }

  /** How far {@code at} lies behind the symbol that is subtracted. */
  private long distanceFrom(Constant minus, Open open, int at) {
    if (minus instanceof GlobalVariable g) {
      Symbol symbol = object.symbol(builder.symbol(g));
      if (symbol.section() == open.section) {
        return at - symbol.value();
      }
    }
    throw new UnsupportedConstructException(
        "a constant that is the distance from " + minus + ", which lies in another section");
  }

  private int symbolOf(Constant c) {
    return c instanceof GlobalValue g ? builder.symbol(g) : builder.text().symbol().index();
  }

  private long offsetOf(Constant c) {
    return c instanceof BlockAddress b ? blockOffset.applyAsLong(b) : 0;
  }

  /** {@code { i32 priority, ptr function, ptr data }} each, which run in order of priority. */
  private void emitArray(GlobalVariable g, Section.Kind kind, String prefix) {
    Constant list = g.initializer();
    if (list == null || list.isZero()) {
      return;
    }
    if (!(list instanceof ConstantAggregate entries)) {
      throw new UnsupportedConstructException(g + " of this form");
    }
    for (Constant entry : entries.elements()) {
      if (entry instanceof ConstantAggregate e
          && e.elementCount() >= 2
          && e.element(0) instanceof ConstantInt priority) {
        if (e.element(1).isZero()) {
          continue;
        }
        long p = priority.sext();
        String name = p == 65535 ? prefix : String.format("%s.%05d", prefix, p);
        Open open = open(name, kind);
        int size = layout.pointerSize(0);
        open.section.alignTo(size);
        int at = open.bytes.size();
        open.bytes.fill(size, 0);
        write(e.element(1), open, at);
      } else if (!entry.isZero()) {
        throw new UnsupportedConstructException(g + " of this form");
      }
    }
  }
}
