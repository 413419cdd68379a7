package dev.lamina.ir.text;

import dev.lamina.ir.Attribute;
import dev.lamina.ir.AttributeList;
import dev.lamina.ir.AttributeSet;
import dev.lamina.ir.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attributes (LangRef, "Parameter Attributes", "Function Attributes", "Attribute Groups"). What is
 * read is interned per parser, so that the usual sets exist once and are compared by reference.
 *
 * <p>A word where an attribute can stand and that means nothing else to the grammar is kept as an
 * attribute of that name, with whatever stands in parentheses behind it: newer compilers have new
 * ones, and none may keep a program from running. A word that is nearly another one is a mistake,
 * and so is an unknown word at the beginning of a line, where compilers write no attributes.
 */
final class AttributeParser {
  /** How an attribute is written. */
  private enum Form {
    /** A word, perhaps with an argument in parentheses that is kept as text. */
    TEXT,
    /** {@code align 8}, {@code align(8)}; in a group {@code align=8}. */
    NUMBER,
    /** {@code byval(T)}, or without the type as LLVM wrote it while pointers had pointees. */
    TYPE
  }

  /** A keyword attribute that has occurred, and the forms of it that have. */
  private static final class Entry {
    final String name;
    final Form form;
    final boolean known;
    final Attribute plain;
    final AttributeSet alone;
    final List<Attribute> variants = new ArrayList<>(0);

    Entry(String name) {
      this.name = name;
      form =
          switch (name) {
            case "align", "alignstack", "dereferenceable", "dereferenceable_or_null" -> Form.NUMBER;
            case "byval", "sret", "byref", "inalloca", "preallocated", "elementtype" -> Form.TYPE;
            default -> Form.TEXT;
          };
      known = AttributeNames.isKnown(name);
      plain = Attribute.keyword(name);
      alone = AttributeSet.of(plain);
    }
  }

  private final Lexer lex;
  private final ModuleContext context;
  private final TypeParser types;
  private final NameTable<Entry> entries = new NameTable<>(64);
  private final List<Attribute> scratch = new ArrayList<>();

  private @Nullable AttributeSet[] sets = new AttributeSet[64];
  private int setCount;
  private @Nullable AttributeList[] lists = new AttributeList[64];
  private int listCount;

  // The groups that the function attributes read last refer to, and where.
  private int[] groups = new int[4];
  private int[] groupPlaces = new int[4];
  private int groupCount;

  AttributeParser(Lexer lex, ModuleContext context, TypeParser types) {
    this.lex = lex;
    this.context = context;
    this.types = types;
  }

  // ---- Attributes of parameters and results ----

  /** The attributes here, perhaps none. {@code pointee} stands in for a type that is left out. */
  AttributeSet parameterAttributes(@Nullable Type pointee) {
    int c = lex.peek();
    if (!Lexer.isLetter(c) && c != '"') {
      return AttributeSet.EMPTY;
    }
    @Nullable Entry first = entry();
    if (first == null && c != '"') {
      return AttributeSet.EMPTY;
    }
    if (first != null && first.form == Form.TEXT && lex.text[lex.pos] == ' ') {
      // By far the most frequent: one plain attribute and then the value.
      int next = lex.text[lex.pos + 1];
      if (next == '%' || next == '@' || Lexer.isDigit(next)) {
        return first.alone;
      }
    }
    scratch.clear();
    if (first != null) {
      add(argument(first, pointee, false));
    }
    readAttributes(pointee, false);
    return intern(scratch);
  }

  /** Reads attributes into {@link #scratch} as long as there are any. */
  private void readAttributes(@Nullable Type pointee, boolean inGroup) {
    for (; ; ) {
      if (lex.peek() == '"') {
        add(stringAttribute());
        continue;
      }
      Entry e = entry();
      if (e == null) {
        return;
      }
      add(argument(e, pointee, inGroup));
    }
  }

  private void add(Attribute a) {
    for (int i = 0; i < scratch.size(); i++) {
      Attribute other = scratch.get(i);
      if (other.isString() == a.isString() && other.name().equals(a.name())) {
        scratch.set(i, a);
        return;
      }
    }
    scratch.add(a);
  }

  /** Consumes the word here if it is an attribute's. */
  private @Nullable Entry entry() {
    if (!Lexer.isLetter(lex.peek())) {
      return null;
    }
    switch (lex.keyword()) {
      case NONE_OF_THESE, ALIGN, ALIGNSTACK, INALLOCA, SWIFTERROR, SANITIZE_MEMTAG -> {}
      default -> {
        return null;
      }
    }
    int c = lex.text[lex.pos];
    if ((c == 'u' || c == 's') && lex.text[lex.pos + 1] == '0' && lex.text[lex.pos + 2] == 'x') {
      return null; // a hexadecimal integer
    }
    if (c == 'i' && Lexer.isDigit(lex.text[lex.pos + 1])) {
      return null; // an integer type
    }
    int start = lex.pos;
    lex.readWord();
    int slot = entries.find(lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash);
    if (slot >= 0) {
      Entry e = entries.at(slot);
      if (!e.known && beginsLine(start)) {
        lex.pos = start;
        return null;
      }
      return e;
    }
    String name = lex.name();
    if (!AttributeNames.isKnown(name)) {
      if (!AttributeNames.isPossible(name) || beginsLine(start)) {
        lex.pos = start;
        return null;
      }
      String similar = AttributeNames.similar(name);
      if (similar != null) {
        throw lex.error(start, "unknown attribute '" + name + "'; did you mean '" + similar + "'?");
      }
    }
    Entry fresh = new Entry(name);
    entries.add(slot, lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash, fresh);
    return fresh;
  }

  /** Whether nothing but blanks stands before a place on its line. */
  private boolean beginsLine(int at) {
    int p = at - 1;
    while (p >= 0 && (lex.text[p] == ' ' || lex.text[p] == '\t')) {
      p--;
    }
    return p < 0 || lex.text[p] == '\n' || lex.text[p] == '\r';
  }

  private Attribute argument(Entry e, @Nullable Type pointee, boolean inGroup) {
    int c = lex.text[lex.pos];
    switch (e.form) {
      case NUMBER -> {
        return number(e, inGroup);
      }
      case TYPE -> {
        return typed(e, pointee);
      }
      default -> {
        if (c != '(') {
          return e.plain;
        }
        int start = lex.pos + 1;
        lex.skipBalanced();
        return textual(e, SourceText.latin1(lex.text, start, lex.pos - 1 - start));
      }
    }
  }

  private Attribute number(Entry e, boolean inGroup) {
    boolean parenthesis = false;
    if (inGroup && lex.accept('=')) {
      lex.peek();
    } else {
      parenthesis = lex.accept('(');
    }
    long n = lex.readUnsigned("number behind '" + e.name + "'");
    if (parenthesis) {
      lex.expect(')');
    }
    for (Attribute a : e.variants) {
      if (a.number() == n) {
        return a;
      }
    }
    return remember(e, Attribute.number(e.name, n));
  }

  private Attribute typed(Entry e, @Nullable Type pointee) {
    Type type = pointee;
    if (lex.peek() == '(') {
      lex.pos++;
      type = types.anyType();
      lex.expect(')');
    }
    if (type == null) {
      // "preallocated" and "inalloca" never had to have one.
      return e.plain;
    }
    for (Attribute a : e.variants) {
      if (a.type() == type) {
        return a;
      }
    }
    return remember(e, Attribute.type(e.name, type));
  }

  private static Attribute textual(Entry e, String argument) {
    for (Attribute a : e.variants) {
      if (argument.equals(a.argument())) {
        return a;
      }
    }
    if (e.name.equals("captures") && argument.equals("none")) {
      return remember(e, Attribute.keyword("nocapture"));
    }
    return remember(e, new Attribute(e.name, false, argument, null, 0));
  }

  private static Attribute remember(Entry e, Attribute a) {
    if (e.variants.size() < 16) {
      e.variants.add(a);
    }
    return a;
  }

  private Attribute stringAttribute() {
    String name = lex.readString("attribute");
    String value = null;
    if (lex.accept('=')) {
      value = lex.readString("value of the attribute");
    }
    return Attribute.string(name, value);
  }

  // ---- Attributes of functions ----

  /** The inside of {@code attributes #N = {...}}, braces included. */
  AttributeSet group() {
    lex.expect('{');
    scratch.clear();
    readAttributes(null, true);
    lex.expect('}');
    LegacyAttributes.upgradeFunction(scratch);
    return AttributeSet.of(scratch);
  }

  /**
   * Reads the function attributes here. Of references to groups only the numbers are kept; {@link
   * #resolve} looks them up.
   */
  AttributeSet functionAttributes() {
    groupCount = 0;
    int c = lex.peek();
    if (c != '#' && c != '"' && !Lexer.isLetter(c)) {
      return AttributeSet.EMPTY;
    }
    scratch.clear();
    for (; ; ) {
      readAttributes(null, false);
      if (lex.peek() != '#' || !Lexer.isDigit(lex.text[lex.pos + 1])) {
        break;
      }
      if (groupCount == groups.length) {
        groups = Arrays.copyOf(groups, groupCount * 2);
        groupPlaces = Arrays.copyOf(groupPlaces, groupCount * 2);
      }
      groupPlaces[groupCount] = lex.pos++;
      groups[groupCount++] = lex.readNumberName();
    }
    if (scratch.isEmpty()) {
      return AttributeSet.EMPTY;
    }
    LegacyAttributes.upgradeFunction(scratch);
    return intern(scratch);
  }

  /** The groups that {@link #functionAttributes} came upon: number and place of each. */
  int[] groupReferences() {
    int[] references = new int[groupCount * 2];
    for (int i = 0; i < groupCount; i++) {
      references[2 * i] = groups[i];
      references[2 * i + 1] = groupPlaces[i];
    }
    return references;
  }

  /** {@code inline} and the groups that {@link #functionAttributes} came upon. */
  AttributeSet resolve(AttributeSet inline) {
    if (groupCount == 0) {
      return inline;
    }
    if (groupCount == 1 && inline.isEmpty()) {
      return groupOf(groups[0], groupPlaces[0]);
    }
    return resolve(inline, groupReferences());
  }

  /** As above, of references that were read earlier. */
  AttributeSet resolve(AttributeSet inline, int[] references) {
    if (references.length == 2 && inline.isEmpty()) {
      return groupOf(references[0], references[1]);
    }
    scratch.clear();
    for (int i = 0; i < references.length; i += 2) {
      for (Attribute a : groupOf(references[i], references[i + 1]).asList()) {
        add(a);
      }
    }
    for (Attribute a : inline.asList()) {
      add(a);
    }
    return intern(scratch);
  }

  private AttributeSet groupOf(int number, int at) {
    AttributeSet group = context.attributeGroups.get(number);
    if (group == null) {
      throw lex.error(
          at, "attribute group '#" + Integer.toUnsignedString(number) + "' is not defined");
    }
    return group;
  }

  // ---- Interning ----

  private AttributeSet intern(List<Attribute> attributes) {
    int n = attributes.size();
    if (n == 0) {
      return AttributeSet.EMPTY;
    }
    int h = 0;
    for (int i = 0; i < n; i++) {
      Attribute a = attributes.get(i);
      if (a.isString()) {
        return AttributeSet.of(attributes); // not interned, and so never the same again
      }
      h = h * 31 + System.identityHashCode(a);
    }
    int mask = sets.length - 1;
    int slot = (h * 0x9e3779b1) >>> 7 & mask;
    for (; ; ) {
      AttributeSet s = sets[slot];
      if (s == null) {
        break;
      }
      if (same(s, attributes)) {
        return s;
      }
      slot = slot + 1 & mask;
    }
    AttributeSet fresh = AttributeSet.of(attributes);
    if (++setCount * 2 > mask) {
      // Forgetting is simpler than rehashing, and what is used again comes back.
      sets = new AttributeSet[sets.length * 2];
      setCount = 1;
      slot = (h * 0x9e3779b1) >>> 7 & sets.length - 1;
    }
    sets[slot] = fresh;
    return fresh;
  }

  private static boolean same(AttributeSet s, List<Attribute> attributes) {
    List<Attribute> known = s.asList();
    if (known.size() != attributes.size()) {
      return false;
    }
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i) != attributes.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** The list of these sets; {@code parameters} counts up to {@code count}. */
  AttributeList list(
      AttributeSet function, AttributeSet result, AttributeSet[] parameters, int count) {
    int h = System.identityHashCode(function) * 31 + System.identityHashCode(result);
    int n = 0;
    for (int i = 0; i < count; i++) {
      AttributeSet p = parameters[i];
      h = h * 31 + System.identityHashCode(p);
      if (p != AttributeSet.EMPTY) {
        n = i + 1;
      }
    }
    if (n == 0 && function == AttributeSet.EMPTY && result == AttributeSet.EMPTY) {
      return AttributeList.EMPTY;
    }
    int mask = lists.length - 1;
    int slot = (h * 0x9e3779b1) >>> 7 & mask;
    for (; ; ) {
      AttributeList known = lists[slot];
      if (known == null) {
        break;
      }
      if (same(known, function, result, parameters, n)) {
        return known;
      }
      slot = slot + 1 & mask;
    }
    AttributeList fresh = AttributeList.of(function, result, Arrays.copyOf(parameters, n));
    if (++listCount * 2 > mask) {
      lists = new AttributeList[lists.length * 2];
      listCount = 1;
      slot = (h * 0x9e3779b1) >>> 7 & lists.length - 1;
    }
    lists[slot] = fresh;
    return fresh;
  }

  private static boolean same(
      AttributeList list,
      AttributeSet function,
      AttributeSet result,
      AttributeSet[] parameters,
      int n) {
    if (list.function() != function || list.result() != result || list.parameterCount() != n) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      if (list.parameter(i) != parameters[i]) {
        return false;
      }
    }
    return true;
  }
}
