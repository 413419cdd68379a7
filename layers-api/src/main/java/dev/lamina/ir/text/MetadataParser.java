package dev.lamina.ir.text;

import com.google.common.collect.ImmutableList;
import dev.lamina.ir.Metadata;
import dev.lamina.ir.MetadataAttachments;
import dev.lamina.ir.MetadataNode;
import dev.lamina.ir.MetadataNull;
import dev.lamina.ir.MetadataScalar;
import dev.lamina.ir.MetadataString;
import dev.lamina.ir.MetadataValue;
import dev.lamina.ir.PlaceholderValue;
import dev.lamina.ir.Type;
import dev.lamina.ir.TypeKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Metadata (LangRef, "Metadata"): references to nodes, the contents of nodes, attachments.
 * Specialised nodes are read by the shape of their text alone, so that newer ones with fields that
 * nobody here knows come through.
 */
final class MetadataParser {
  private static final int MAX_DEPTH = 200;
  private static final int CACHE = 1024;
  private static final @Nullable MetadataAttachments[] NO_CACHE = {};

  private final Lexer lex;
  private final ModuleContext context;
  private final TypeParser types;
  private final ValueParser values;
  private final NameTable<String> kinds = new NameTable<>(16);
  private int depth;

  // Direct-mapped; the instructions of one line or of one type in memory share their attachments.
  private @Nullable MetadataAttachments[] cache = NO_CACHE;
  private String[] attachedKinds = new String[4];
  private Metadata[] attachedNodes = new Metadata[4];
  private int attachedCount;

  MetadataParser(Lexer lex, ModuleContext context, TypeParser types, ValueParser values) {
    this.lex = lex;
    this.context = context;
    this.types = types;
    this.values = values;
  }

  // ---- Contents of nodes ----

  /** What stands right of the equals sign in {@code !4 = distinct !{...}}. */
  MetadataNode.Contents contents() {
    boolean distinct = lex.accept(Keyword.DISTINCT);
    lex.expect('!');
    return nodeContents(distinct);
  }

  /** A tuple or specialised node, whose exclamation mark has been consumed. */
  private MetadataNode.Contents nodeContents(boolean distinct) {
    int c = lex.text[lex.pos];
    if (c == '{') {
      lex.pos++;
      return new MetadataNode.Contents(distinct, MetadataNode.TUPLE, tuple());
    }
    if (!Lexer.isLetter(c)) {
      throw lex.expected("'{' or the name of a specialised node");
    }
    lex.readWord();
    return new MetadataNode.Contents(distinct, lex.name(), fields());
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw lex.error(lex.pos, "metadata is nested more than " + MAX_DEPTH + " deep");
    }
  }

  /** The operands of a tuple behind its opening brace. */
  private ImmutableList<MetadataNode.Field> tuple() {
    enter();
    ImmutableList.Builder<MetadataNode.Field> fields = ImmutableList.builder();
    if (!lex.accept('}')) {
      do {
        fields.add(new MetadataNode.Field("", operand()));
      } while (lex.accept(','));
      lex.expect('}');
    }
    depth--;
    return fields.build();
  }

  /** An operand: {@code !4}, {@code !"text"}, {@code null}, {@code i32 7}, an inline node. */
  Metadata operand() {
    int c = lex.peek();
    if (c == '!') {
      return reference();
    }
    if (lex.accept(Keyword.NULL)) {
      return MetadataNull.INSTANCE;
    }
    return value();
  }

  private MetadataValue value() {
    lex.peek();
    int at = lex.pos;
    Type type = types.type();
    if (type.kind() == TypeKind.METADATA) {
      throw lex.error(at, "metadata within metadata is written without its type");
    }
    MetadataValue metadata = new MetadataValue(values.value(type));
    if (metadata.value() instanceof PlaceholderValue) {
      values.awaits(metadata);
    }
    return metadata;
  }

  /** What begins with an exclamation mark. */
  private Metadata reference() {
    int next = lex.text[lex.pos + 1];
    if (next == '"') {
      lex.pos++;
      return new MetadataString(lex.readString("string"));
    }
    return node();
  }

  /** A reference to a node, or an inline node. */
  MetadataNode node() {
    if (lex.peek() != '!') {
      throw lex.expected("metadata node");
    }
    int at = lex.pos++;
    if (Lexer.isDigit(lex.text[lex.pos])) {
      MetadataNode node = context.metadataNode(lex.readNumberName());
      if (node == null) {
        throw lex.error(
            at, "metadata '" + SourceText.latin1(lex.text, at, lex.pos - at) + "' is not defined");
      }
      return node;
    }
    return MetadataNode.of(nodeContents(false));
  }

  // ---- Specialised nodes ----

  /** The fields in parentheses. */
  private ImmutableList<MetadataNode.Field> fields() {
    enter();
    lex.expect('(');
    ImmutableList.Builder<MetadataNode.Field> fields = ImmutableList.builder();
    if (!lex.accept(')')) {
      do {
        String name = "";
        if (Lexer.isLetter(lex.peek()) && atFieldName()) {
          lex.readWord();
          name = interned();
          lex.expect(':');
        }
        fields.add(new MetadataNode.Field(name, fieldValue()));
      } while (lex.accept(','));
      lex.expect(')');
    }
    depth--;
    return fields.build();
  }

  private boolean atFieldName() {
    int p = lex.pos;
    while (Lexer.isWordByte(lex.text[p])) {
      p++;
    }
    return lex.text[p] == ':';
  }

  private Metadata fieldValue() {
    int c = lex.peek();
    switch (c) {
      case '!' -> {
        return reference();
      }
      case '"' -> {
        return new MetadataString(lex.readString("string"), true);
      }
      case '{' -> {
        lex.pos++;
        return MetadataNode.of(new MetadataNode.Contents(false, MetadataNode.LIST, tuple()));
      }
      case '%', '[', '<' -> {
        return value();
      }
      default -> {
        if (Lexer.isDigit(c) || c == '-') {
          return scalar();
        }
        if (!Lexer.isLetter(c)) {
          throw lex.expected("value of a field");
        }
        if (lex.accept(Keyword.NULL)) {
          return MetadataNull.INSTANCE;
        }
        return atType() ? value() : scalar();
      }
    }
  }

  private boolean atType() {
    Keyword k = lex.keyword();
    if (k.compareTo(Keyword.VOID) >= 0 && k.compareTo(Keyword.PTR) <= 0) {
      return true;
    }
    return lex.text[lex.pos] == 'i' && Lexer.isDigit(lex.text[lex.pos + 1]);
  }

  /** A number or word, or several with bars between them. */
  private MetadataScalar scalar() {
    String text = scalarPart();
    while (lex.accept('|')) {
      lex.peek();
      text = text + " | " + scalarPart();
    }
    return new MetadataScalar(text);
  }

  private String scalarPart() {
    int start = lex.pos;
    if (lex.text[start] == '-') {
      lex.pos++;
    }
    while (Lexer.isWordByte(lex.text[lex.pos])) {
      lex.pos++;
    }
    if (lex.pos == start) {
      throw lex.expected("number or flag");
    }
    return SourceText.latin1(lex.text, start, lex.pos - start);
  }

  // ---- Attachments ----

  /** The name behind an exclamation mark, which has been consumed. */
  String metadataName() {
    byte[] text = lex.text;
    int start = lex.pos;
    int p = start;
    boolean escaped = false;
    while (Lexer.isWordByte(text[p])
        || text[p] == '.'
        || text[p] == '-'
        || text[p] == '$'
        || text[p] == '\\') {
      escaped |= text[p++] == '\\';
    }
    if (p == start) {
      throw lex.expected("name of metadata");
    }
    lex.pos = p;
    if (escaped) {
      return unescape(start, p);
    }
    lex.nameBytes = text;
    lex.nameStart = start;
    lex.nameLength = p - start;
    lex.nameHash = NameTable.hash(text, start, p - start);
    return interned();
  }

  private String unescape(int start, int end) {
    StringBuilder out = new StringBuilder();
    for (int i = start; i < end; i++) {
      int c = lex.text[i];
      if (c == '\\'
          && i + 2 < end
          && Lexer.hexDigit(lex.text[i + 1]) >= 0
          && Lexer.hexDigit(lex.text[i + 2]) >= 0) {
        c = Lexer.hexDigit(lex.text[i + 1]) << 4 | Lexer.hexDigit(lex.text[i + 2]);
        i += 2;
      }
      out.append((char) (c & 0xff));
    }
    return out.toString();
  }

  private String interned() {
    int slot = kinds.find(lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash);
    if (slot >= 0) {
      return kinds.at(slot);
    }
    String fresh = lex.name();
    kinds.add(slot, lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash, fresh);
    return fresh;
  }

  /** Begins a list of attachments. */
  void beginAttachments() {
    attachedCount = 0;
  }

  /** Reads {@code !kind !node}. */
  void attachment() {
    lex.expect('!');
    String kind = metadataName();
    if (attachedCount == attachedKinds.length) {
      attachedKinds = Arrays.copyOf(attachedKinds, attachedCount * 2);
      attachedNodes = Arrays.copyOf(attachedNodes, attachedCount * 2);
    }
    attachedKinds[attachedCount] = kind;
    attachedNodes[attachedCount++] = node();
  }

  /** What was attached since {@link #beginAttachments}. */
  MetadataAttachments attachments() {
    int n = attachedCount;
    if (n == 0) {
      return MetadataAttachments.NONE;
    }
    int h = 0;
    for (int i = 0; i < n; i++) {
      h = h * 31 + System.identityHashCode(attachedNodes[i]);
      h = h * 31 + System.identityHashCode(attachedKinds[i]);
    }
    if (cache == NO_CACHE) {
      cache = new MetadataAttachments[CACHE];
    }
    int slot = (h * 0x9e3779b1) >>> 22;
    MetadataAttachments known = cache[slot];
    if (known != null && same(known, n)) {
      return known;
    }
    return cache[slot] = MetadataAttachments.of(attachedKinds, attachedNodes, n);
  }

  private boolean same(MetadataAttachments known, int n) {
    if (known.size() != n) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      if (known.node(i) != attachedNodes[i] || known.kind(i) != attachedKinds[i]) {
        return false;
      }
    }
    return true;
  }
}
