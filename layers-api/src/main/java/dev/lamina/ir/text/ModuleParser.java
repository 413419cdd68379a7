package dev.lamina.ir.text;

import dev.lamina.ir.Comdat;
import dev.lamina.ir.DataLayout;
import dev.lamina.ir.Function;
import dev.lamina.ir.MetadataNode;
import dev.lamina.ir.Module;
import dev.lamina.ir.NamedMetadata;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The top level of a module (LangRef, "Module Structure"), in two passes. The first goes through
 * the text once: it makes all symbols and types, and skips what may refer to symbols or metadata
 * that come later. The second reads what was skipped, except for bodies and nodes of metadata, of
 * which only the place is kept.
 */
final class ModuleParser {
  private final Lexer lex;
  private final ModuleContext context;
  private final Module module;
  private final TypeParser types;
  private final AttributeParser attributes;
  private final GlobalParser globals;
  private final MetadataParser metadata;
  private final List<NamedMetadataText> namedMetadata = new ArrayList<>();

  /** Where the list of nodes of a named metadata is. */
  private record NamedMetadataText(NamedMetadata target, int position, int line) {}

  ModuleParser(SourceText source) {
    lex = new Lexer(source);
    module = new Module(source.name);
    context = new ModuleContext(source, module);
    types = new TypeParser(lex, context);
    ConstantParser constants = new ConstantParser(lex, context, types);
    attributes = new AttributeParser(lex, context, types);
    metadata = new MetadataParser(lex, context, types, constants);
    globals = new GlobalParser(lex, context, types, constants, attributes, metadata);
  }

  Module parse() {
    if (lex.end >= 3
        && lex.text[0] == (byte) 0xef
        && lex.text[1] == (byte) 0xbb
        && lex.text[2] == (byte) 0xbf) {
      lex.pos = 3; // a byte order mark
    }
    while (!lex.atEnd()) {
      entity();
    }
    new NamedTypes(lex, context).finish();
    context.freeze();
    globals.finish();
    finishNamedMetadata();
    return module;
  }

  /** Reads what {@link #parse} left for later: bodies and metadata. */
  void readAll() {
    for (Function f : module.functions()) {
      f.materialize();
    }
    context.readAllMetadata();
  }

  private void entity() {
    int c = lex.peek();
    switch (c) {
      case '@' -> globals.global();
      case '%' -> typeDefinition();
      case '$' -> comdat();
      case '!' -> metadataDefinition();
      case '^' -> summaryEntry();
      default -> {
        Keyword k = lex.keyword();
        int at = lex.pos;
        switch (k) {
          case DECLARE -> globals.declare();
          case DEFINE -> globals.define();
          case ATTRIBUTES -> attributeGroup();
          case SOURCE_FILENAME -> {
            lex.skipWord();
            lex.expect('=');
            module.setSourceFileName(lex.readString("file name"));
          }
          case TARGET -> target();
          case MODULE -> {
            lex.skipWord();
            lex.expect(Keyword.ASM);
            int line = lex.line;
            module.addModuleAsm(lex.readString("assembly text"), line);
          }
          case USELISTORDER, USELISTORDER_BB -> skipUseListOrder();
          default -> {
            lex.pos = at;
            throw lex.expected("top-level entity");
          }
        }
      }
    }
  }

  private void target() {
    lex.skipWord();
    boolean layout = lex.accept(Keyword.DATALAYOUT);
    if (!layout && !lex.accept(Keyword.TRIPLE)) {
      throw lex.expected("'triple' or 'datalayout'");
    }
    lex.expect('=');
    lex.peek();
    int at = lex.pos;
    String text = lex.readString("string");
    if (!layout) {
      module.setTargetTriple(text);
      return;
    }
    try {
      module.setDataLayout(DataLayout.parse(text));
    } catch (IllegalArgumentException e) {
      IRReadException error = lex.error(at, String.valueOf(e.getMessage()));
      error.initCause(e);
      throw error;
    }
  }

  private void attributeGroup() {
    lex.skipWord();
    lex.expect('#');
    int at = lex.pos - 1;
    int number = lex.readNumberName();
    lex.expect('=');
    if (context.attributeGroups.get(number) != null) {
      throw lex.error(at, "attribute group '#" + number + "' is defined already");
    }
    context.attributeGroups.put(number, attributes.group());
  }

  // ---- Types ----

  private void typeDefinition() {
    int at = lex.pos++;
    if (Lexer.isDigit(lex.text[lex.pos])) {
      numberedTypeDefinition(at);
      return;
    }
    lex.readName("name of a type");
    byte[] bytes = lex.nameBytes;
    int start = lex.nameStart;
    int length = lex.nameLength;
    int hash = lex.nameHash;
    int slot = context.types.find(bytes, start, length, hash);
    if (slot >= 0) {
      throw lex.error(at, "type '%" + lex.name() + "' is defined already");
    }
    String name = lex.name();
    lex.expect('=');
    lex.expect(Keyword.TYPE);
    ModuleContext.ForwardType forward = context.forwardTypes.get(bytes, start, length, hash);
    if (!atStruct()) {
      // Another name for a type, which LLVM allows where nothing has mentioned it before.
      if (forward != null) {
        throw lex.error(
            forward.position(), "'%" + name + "' is used before it is defined and is no struct");
      }
      Type alias = types.anyType();
      slot = context.types.find(bytes, start, length, hash);
      context.types.add(slot, bytes, start, length, hash, alias);
      return;
    }
    StructType type = forward != null ? forward.type() : StructType.named(name);
    context.types.add(slot, bytes, start, length, hash, type);
    module.addNamedType(type);
    structDefinition(type, at);
  }

  private void numberedTypeDefinition(int at) {
    int number = lex.readNumberName();
    if (context.numberedTypes.get(number) != null) {
      throw lex.error(at, "type '%" + Integer.toUnsignedString(number) + "' is defined already");
    }
    lex.expect('=');
    lex.expect(Keyword.TYPE);
    ModuleContext.ForwardType forward = context.forwardNumberedTypes.get(number);
    if (!atStruct()) {
      if (forward != null) {
        throw lex.error(
            forward.position(), "'%" + number + "' is used before it is defined and is no struct");
      }
      context.numberedTypes.put(number, types.anyType());
      return;
    }
    StructType type = forward != null ? forward.type() : StructType.named("");
    context.numberedTypes.put(number, type);
    module.addNamedType(type);
    structDefinition(type, at);
  }

  private boolean atStruct() {
    int c = lex.peek();
    return c == '{'
        || (c == '<' && lex.text[lex.pos + 1] == '{')
        || lex.keyword() == Keyword.OPAQUE;
  }

  private void structDefinition(StructType type, int at) {
    context.structPlaces.put(type, at);
    if (!lex.accept(Keyword.OPAQUE)) {
      types.structBody(type);
    }
  }

  // ---- Comdats ----

  private void comdat() {
    int at = lex.pos++;
    lex.readName("name of a comdat");
    byte[] bytes = lex.nameBytes;
    int start = lex.nameStart;
    int length = lex.nameLength;
    int hash = lex.nameHash;
    int slot = context.comdats.find(bytes, start, length, hash);
    if (slot >= 0) {
      throw lex.error(at, "comdat '$" + lex.name() + "' is defined already");
    }
    String name = lex.name();
    lex.expect('=');
    lex.expect(Keyword.COMDAT);
    Comdat.SelectionKind kind =
        switch (lex.keyword()) {
          case ANY -> Comdat.SelectionKind.ANY;
          case EXACTMATCH -> Comdat.SelectionKind.EXACTMATCH;
          case LARGEST -> Comdat.SelectionKind.LARGEST;
          case NODEDUPLICATE -> Comdat.SelectionKind.NODEDUPLICATE;
          case SAMESIZE -> Comdat.SelectionKind.SAMESIZE;
          default -> throw lex.expected("selection kind of a comdat");
        };
    lex.skipWord();
    Comdat comdat = new Comdat(name, kind);
    context.comdats.add(slot, bytes, start, length, hash, comdat);
    module.addComdat(comdat);
  }

  // ---- Metadata ----

  private void metadataDefinition() {
    int at = lex.pos++;
    if (Lexer.isDigit(lex.text[lex.pos])) {
      int number = lex.readNumberName();
      lex.expect('=');
      lex.peek();
      if (!context.defineMetadata(number, lex.pos, lex.line)) {
        throw lex.error(at, "metadata '!" + number + "' is defined already");
      }
      lex.accept(Keyword.DISTINCT);
      lex.expect('!');
      skipNode();
      return;
    }
    String name = metadata.metadataName();
    lex.expect('=');
    lex.expect('!');
    if (lex.peek() != '{') {
      throw lex.expected("'{'");
    }
    namedMetadata.add(new NamedMetadataText(module.getOrAddNamedMetadata(name), lex.pos, lex.line));
    lex.skipBalanced();
  }

  private void skipNode() {
    if (Lexer.isLetter(lex.text[lex.pos])) {
      lex.readWord();
      if (lex.peek() != '(') {
        throw lex.expected("'('");
      }
    } else if (lex.text[lex.pos] != '{') {
      throw lex.expected("'{' or the name of a specialised node");
    }
    lex.skipBalanced();
  }

  private void finishNamedMetadata() {
    for (NamedMetadataText text : namedMetadata) {
      lex.moveTo(text.position(), text.line());
      lex.expect('{');
      if (lex.accept('}')) {
        continue;
      }
      do {
        MetadataNode node = metadata.node();
        text.target().add(node);
      } while (lex.accept(','));
      lex.expect('}');
    }
  }

  // ---- What is skipped ----

  /** {@code ^0 = module: (...)}: the summary index, which only link-time optimisation uses. */
  private void summaryEntry() {
    lex.pos++;
    lex.readUnsigned("number of a summary entry");
    lex.expect('=');
    lex.readWord();
    lex.expect(':');
    if (lex.peek() == '(') {
      lex.skipBalanced();
    } else {
      lex.readUnsigned("summary entry");
    }
  }

  /** An order of uses, which matters to nobody but LLVM's own tests. */
  private void skipUseListOrder() {
    UseListOrders.skip(lex);
  }
}
