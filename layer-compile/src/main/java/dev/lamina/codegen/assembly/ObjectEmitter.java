package dev.lamina.codegen.assembly;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.codegen.Leb128;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.Section;
import dev.lamina.object.SectionGroup;
import dev.lamina.object.Symbol;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings a text that is laid out into an object: sections with their bytes, symbols, and a number
 * or a relocation for each reference.
 *
 * <p>A reference becomes a number if nothing outside can change it. A relocation names the section
 * of a local symbol rather than the symbol, unless it matters which one it is: in sections of which
 * equal parts are merged, and for entries of tables (as GNU as decides it).
 */
final class ObjectEmitter {
  private static final String OFFSET_TABLE = "_GLOBAL_OFFSET_TABLE_";
  private static final String STACK_NOTE = ".note.GNU-stack";

  /** A place in the object. */
  private record Spot(Section section, long offset) {}

  private final InstructionSet machine;
  private final Sections sections;
  private final SymbolTable symbols;
  private final ObjectFile object;
  private final Function<String, Symbol> objectSymbols;
  private final Errors errors;
  private final Map<String, SectionGroup> groups = new HashMap<>();

  /** The bytes of the section that is being written. */
  private CodeBuffer out = new CodeBuffer(16);

  ObjectEmitter(
      InstructionSet machine,
      Sections sections,
      SymbolTable symbols,
      ObjectFile object,
      Function<String, Symbol> objectSymbols,
      Errors errors) {
    this.machine = machine;
    this.sections = sections;
    this.symbols = symbols;
    this.object = object;
    this.objectSymbols = objectSymbols;
    this.errors = errors;
  }

  void emit() {
    for (AsmSection section : sections.used()) {
      if (section.name.equals(STACK_NOTE)) {
        object.setExecutableStack(object.executableStack() || section.isCode());
      } else {
        section.object =
            object.addSection(
                section.name,
                section.kind,
                section.type,
                section.flags,
                section.entrySize,
                section.alignment);
      }
    }
    for (AsmSymbol symbol : symbols.all()) {
      define(symbol);
    }
    for (AsmSymbol symbol : symbols.all()) {
      defineValue(symbol);
    }
    for (AsmSection section : sections.used()) {
      Section target = section.object;
      if (target != null) {
        fill(section, target);
        group(section, target);
      }
    }
  }

  private void group(AsmSection section, Section target) {
    String name = section.group;
    if (name != null) {
      SectionGroup group =
          groups.computeIfAbsent(
              name, n -> object.addGroup(objectSymbol(symbols.named(n)), section.comdat));
      target.joinGroup(group);
    }
    String linkedTo = section.linkedTo;
    if (linkedTo != null) {
      AsmSection other = symbols.named(linkedTo).section();
      if (other == null || other.object == null) {
        errors.add(null, 1, "section " + section.name + ": " + linkedTo + " is not defined here");
      } else {
        target.linkTo(other.object);
      }
    }
  }

  // Symbols.

  /** Its symbol in the object. Temporary ones get one that nothing outside can name. */
  private Symbol objectSymbol(AsmSymbol symbol) {
    Symbol known = symbol.object;
    if (known == null) {
      boolean own = symbol.temporary && symbol.isLocal();
      known = own ? object.addSymbol(symbol.name) : objectSymbols.apply(symbol.name);
      symbol.object = known;
      if (own) {
        known.binding(Symbol.Binding.LOCAL);
        Spot spot = spot(symbol);
        if (spot != null) {
          known.define(spot.section, spot.offset, 0);
        }
      } else if (known.isUndefined() && !symbol.isDefined()) {
        boolean weak = symbol.weak || symbol.weaklyReferenced && !symbol.referenced;
        if (weak) {
          known.binding(Symbol.Binding.WEAK);
        }
        describe(symbol, known);
      }
    }
    return known;
  }

  private static void describe(AsmSymbol symbol, Symbol target) {
    if (symbol.visibility != null) {
      target.visibility(symbol.visibility);
    }
    if (symbol.type != null) {
      target.type(symbol.type);
    }
  }

  private void define(AsmSymbol symbol) {
    if (symbol.value != null || symbol.temporary && !symbol.global && !symbol.weak) {
      return;
    }
    if (!symbol.isDefined()) {
      checkAgainstModule(symbol);
      return;
    }
    Symbol target = claim(symbol);
    AsmSection section = symbol.section();
    if (section == null) {
      target.defineCommon(symbol.commonSize, symbol.commonAlignment);
    } else if (section.object != null) {
      target.define(section.object, symbol.address(), 0);
      if (section.kind == Section.Kind.TLS_DATA || section.kind == Section.Kind.TLS_BSS) {
        target.type(Symbol.Type.TLS);
      }
    }
    describe(symbol, target);
    size(symbol, target);
  }

  /** The symbol in the object, which nothing else must define. */
  private Symbol claim(AsmSymbol symbol) {
    Symbol target = objectSymbols.apply(symbol.name);
    symbol.object = target;
    if (!target.isUndefined()) {
      errors.add(
          null, 1, "symbol " + symbol.name + " is defined by the assembly and outside of it");
    }
    target.binding(
        symbol.weak
            ? Symbol.Binding.WEAK
            : symbol.global || symbol.common ? Symbol.Binding.GLOBAL : Symbol.Binding.LOCAL);
    return target;
  }

  /** What the text says of a symbol that the rest of the object defines must be so. */
  private void checkAgainstModule(AsmSymbol symbol) {
    if (!symbol.global && !symbol.weak && symbol.visibility == null && symbol.size == null) {
      return;
    }
    if (!symbol.referenced && object.findSymbol(symbol.name) == null) {
      return; // nothing comes of it
    }
    Symbol target = objectSymbol(symbol);
    if (target.isUndefined()) {
      return;
    }
    boolean agrees =
        (!symbol.global || !target.isLocal())
            && (!symbol.weak || target.binding() == Symbol.Binding.WEAK)
            && (symbol.visibility == null || symbol.visibility == target.visibility())
            && symbol.size == null;
    if (!agrees) {
      errors.add(
          null,
          1,
          "changing binding, visibility or size of "
              + symbol.name
              + ", which is defined outside of the assembly, is not supported");
    }
  }

  private void size(AsmSymbol symbol, Symbol target) {
    Expression size = symbol.size;
    if (size == null) {
      return;
    }
    Linear value = value(size, symbol.sizePlace);
    if (value != null && !value.isNumber()) {
      errors.add(symbol.sizePlace, 1, "the size of " + symbol.name + " must be a number");
    } else if (value != null) {
      target.size(value.constant());
    }
  }

  /** A symbol whose value is an expression is the same place, or an absolute number. */
  private void defineValue(AsmSymbol symbol) {
    Expression expression = symbol.value;
    if (expression == null || symbol.temporary && !symbol.global && !symbol.weak) {
      return;
    }
    Linear value = value(expression, null);
    if (value == null) {
      return;
    }
    AsmSymbol plus = value.plus();
    if (value.isNumber()) {
      describe(symbol, claim(symbol).defineAbsolute(value.constant()));
      return;
    }
    Spot spot = plus == null || value.minus() != null ? null : spot(plus);
    if (spot == null || plus == null) {
      if (symbol.global || symbol.weak || value.minus() != null) {
        errors.add(
            null, 1, "the value of " + symbol.name + " must be a number or a place in the module");
      }
      return; // wherever it is used, what it stands for takes its place
    }
    Symbol target = claim(symbol);
    long offset = spot.offset + value.constant();
    if (offset < 0) {
      errors.add(null, 1, "the value of " + symbol.name + " lies before its section");
      return;
    }
    target.define(spot.section, offset, 0);
    if (!plus.temporary) {
      Symbol base = objectSymbol(plus);
      target.size(base.size()).type(base.type());
    }
    describe(symbol, target);
    size(symbol, target);
  }

  /** Where the symbol is in the object, if it is there. */
  private @Nullable Spot spot(AsmSymbol symbol) {
    AsmSection section = symbol.section();
    if (section != null) {
      return section.object == null ? null : new Spot(section.object, symbol.address());
    }
    if (symbol.isDefined()) {
      return null;
    }
    Symbol target = objectSymbol(symbol);
    return target.section() == null ? null : new Spot(target.section(), target.value());
  }

  // Values.

  /** The value, or null after a complaint. */
  @Nullable Linear value(Expression e, @Nullable Place place) {
    try {
      return Expression.evaluate(e, true);
    } catch (AssemblyException x) {
      errors.add(place, x.column(), x.getMessage());
      return null;
    }
  }

  /** As {@link #value}, for what an instruction says: its symbol may have a value of its own. */
  private @Nullable Linear resolved(Linear linear, Place place) {
    AsmSymbol plus = linear.plus();
    AsmSymbol minus = linear.minus();
    if (plus == null || plus.value == null && (minus == null || minus.value == null)) {
      return linear;
    }
    Expression e = new Expression.Reference(plus, linear.modifier(), 1);
    if (minus != null) {
      Expression subtracted = new Expression.Reference(minus, null, 1);
      e = new Expression.Binary("-", e, subtracted, 1);
    }
    e = new Expression.Binary("+", e, new Expression.Constant(linear.constant()), 1);
    return value(e, place);
  }

  // Sections.

  private void fill(AsmSection section, Section target) {
    if (section.kind.isZeroFill()) {
      checkZeros(section);
      target.setZeroFill(section.size);
      return;
    }
    out = new CodeBuffer((int) Math.min(section.size, Layout.LARGEST));
    int reference = 0;
    for (Fragment f : section.fragments) {
      out.put(section.bytes.array(), f.start, f.end - f.start);
      while (reference < section.references.size()
          && section.references.get(reference).fragment() == f) {
        write(section.references.get(reference++), target);
      }
      tail(f, target);
    }
    if (out.size() != section.size) {
      throw new IllegalStateException(
          "section " + section.name + " has another size than was laid out; please report");
    }
    target.setContent(out.array(), out.size());
  }

  private void checkZeros(AsmSection section) {
    boolean zero = section.references.isEmpty();
    for (int i = 0; i < section.bytes.size(); i++) {
      zero &= section.bytes.get1(i) == 0;
    }
    for (Fragment f : section.fragments) {
      for (byte b : f.tail == Fragment.Tail.SPACE ? f.unit : new byte[0]) {
        zero &= b == 0;
      }
      zero &= f.tail != Fragment.Tail.BRANCH && f.tail != Fragment.Tail.LEB;
    }
    if (!zero) {
      errors.add(null, 1, "section " + section.name + " can hold nothing but zeros");
    }
  }

  private void tail(Fragment f, Section target) {
    int size = (int) f.size;
    switch (f.tail) {
      case NONE -> {}
      case BRANCH -> branch(f, target);
      case ALIGN -> {
        if (f.nops) {
          machine.nops(out, size);
        } else {
          out.fill(size, f.unit[0]);
        }
      }
      case ORG -> out.fill(size, f.unit[0]);
      case SPACE -> {
        if (f.unit.length == 1) {
          out.fill(size, f.unit[0]);
        } else {
          for (int i = 0; i < size; i += f.unit.length) {
            out.put(f.unit);
          }
        }
      }
      case LEB -> {
        Expression count = f.count;
        Linear value = count == null ? null : value(count, f.place);
        int start = out.size();
        if (f.signed) {
          Leb128.signed(out, value == null ? 0 : value.constant());
        } else {
          Leb128.unsigned(out, value == null ? 0 : value.constant());
        }
        // It may have been longer in an earlier round.
        int sign = f.signed && value != null && value.constant() < 0 ? 0x7f : 0;
        while (out.size() - start < size) {
          out.set1(out.size() - 1, out.get1(out.size() - 1) | 0x80);
          out.put1(sign);
        }
      }
    }
  }

  private void branch(Fragment f, Section target) {
    Long distance = Layout.distance(f, (int) f.size);
    if (!f.isLong) {
      if (distance == null) {
        throw new IllegalStateException("a short branch to nowhere; please report");
      }
      out.put(f.shortOpcode);
      out.put1(distance.intValue());
      return;
    }
    out.put(f.longOpcode);
    if (distance != null) {
      out.put4(distance.intValue());
      return;
    }
    out.put4(0);
    Linear branchTarget = f.target;
    Place place = f.place;
    if (branchTarget != null && place != null) {
      field(
          target,
          new Field(out.size() - 4, 4, true, true, true, f.relocation, 4, 0, place, 1),
          branchTarget);
    }
  }

  /**
   * A field in {@link #out}.
   *
   * @param at its offset in the section
   * @param relocation of an instruction's field, or NO_RELOCATION for data
   * @param after from a PC-relative instruction's field to the end of the instruction
   * @param inInstruction from the beginning of the instruction to the field
   */
  private record Field(
      int at,
      int size,
      boolean pcRelative,
      boolean signed,
      boolean branch,
      int relocation,
      int after,
      int inInstruction,
      Place place,
      int column) {}

  private void write(AsmSection.Reference r, Section target) {
    Fragment f = r.fragment();
    Expression e = r.expression();
    Linear instruction = r.value();
    Linear value =
        e != null
            ? value(e, r.place())
            : instruction == null ? null : resolved(instruction, r.place());
    if (value != null) {
      int at = (int) (f.address + (r.at() - f.start));
      field(
          target,
          new Field(
              at,
              r.size(),
              r.pcRelative(),
              r.signExtended(),
              r.branch(),
              r.relocation(),
              r.after(),
              r.at() - r.instructionStart(),
              r.place(),
              r.column()),
          value);
    }
  }

  /** A relocation for data in a section that is written elsewhere. */
  void reference(Section target, int at, int size, boolean pcRelative, Linear value, Place place) {
    int type = machine.dataRelocation(size, pcRelative, value.modifier());
    AsmSymbol plus = value.plus();
    if (type == InstructionSet.NO_RELOCATION || plus == null || value.minus() != null) {
      errors.add(place, 1, "there is no relocation for this");
      return;
    }
    relocate(target, at, type, plus, value.constant());
  }

  private void field(Section target, Field field, Linear value) {
    AsmSymbol plus = value.plus();
    AsmSymbol minus = value.minus();
    long constant = value.constant();
    boolean pcRelative = field.pcRelative;
    int relocation = field.relocation;
    int after = field.after;
    Spot to = plus == null ? null : spot(plus);
    if (minus != null) {
      Spot from = spot(minus);
      if (from != null && to != null && from.section == to.section) {
        constant += to.offset - from.offset;
        plus = null;
      } else if (from != null && from.section == target && plus != null && !pcRelative) {
        constant += field.at - from.offset;
        pcRelative = true;
        relocation = InstructionSet.NO_RELOCATION;
        after = 0;
      } else {
        errors.add(
            field.place,
            field.column,
            plus == null
                ? "symbol " + minus.name + " cannot be negated"
                : "the distance from " + minus.name + " to " + plus.name + " is not known here");
        return;
      }
    }
    if (plus == null) {
      if (pcRelative) {
        errors.add(field.place, field.column, "a number is no address relative to the instruction");
        return;
      }
      put(field, constant);
      return;
    }
    String modifier = value.modifier();
    boolean detour = modifier == null || machine.isOnlyDetour(modifier);
    if (pcRelative
        && to != null
        && to.section == target
        && detour
        && plus.isLocal()
        && !plus.isReplaceable()) {
      put(field, to.offset + constant - field.at - after);
      return;
    }
    if (relocation == InstructionSet.NO_RELOCATION) {
      relocation = machine.dataRelocation(field.size, pcRelative, modifier);
    }
    long addend = constant - (field.pcRelative ? after : 0);
    if (plus.name.equals(OFFSET_TABLE) && !plus.isDefined()) {
      relocation = machine.offsetTableRelocation(field.size);
      addend += pcRelative ? 0 : field.inInstruction;
    }
    if (relocation == InstructionSet.NO_RELOCATION) {
      errors.add(
          field.place,
          field.column,
          "there is no relocation for "
              + (modifier == null ? "" : "@" + modifier + " in ")
              + field.size
              + (field.size == 1 ? " byte" : " bytes"));
      return;
    }
    relocate(target, field.at, relocation, plus, addend);
  }

  private void put(Field field, long value) {
    int bits = 8 * field.size;
    boolean signed = field.pcRelative || field.signed;
    boolean fits =
        bits == 64
            || value >> bits - 1 == 0
            || value >> bits - 1 == -1
            || !signed && value >>> bits == 0;
    if (!fits) {
      errors.add(field.place, field.column, DataDirectives.doesNotFit(value, field.size));
      return;
    }
    for (int i = 0; i < field.size; i++) {
      out.set1(field.at + i, (int) (value >>> 8 * i));
    }
  }

  private void relocate(Section target, int at, int relocation, AsmSymbol symbol, long addend) {
    AsmSection section = symbol.section();
    Section place = section == null ? null : section.object;
    int direct = machine.forSection(relocation);
    boolean toSection =
        place != null
            && direct != InstructionSet.NO_RELOCATION
            && symbol.isLocal()
            && !symbol.isReplaceable()
            && !place.has(Section.MERGE)
            && !place.has(Section.TLS);
    if (toSection && place != null) {
      long offset = symbol.address();
      target.relocations().add(at, direct, place.symbol().index(), offset + addend);
    } else {
      target.relocations().add(at, relocation, objectSymbol(symbol).index(), addend);
    }
  }
}
