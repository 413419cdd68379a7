package dev.lamina.ir.text;

import dev.lamina.ir.AttributeSet;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.BlockAddress;
import dev.lamina.ir.Comdat;
import dev.lamina.ir.Function;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.MetadataNode;
import dev.lamina.ir.Module;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the parsers of one module share. The module parser fills it; from {@link #freeze} on it does
 * not change, so that bodies and metadata can be read from any thread.
 */
final class ModuleContext {
  final SourceText source;
  final Module module;

  /** Types by name: a struct, or whatever else a name was made to stand for. */
  final NameTable<Type> types = new NameTable<>(64);

  final NumberTable<Type> numberedTypes = new NumberTable<>();
  final NameTable<GlobalValue> symbols;
  final NumberTable<GlobalValue> numberedSymbols = new NumberTable<>();
  final NameTable<Comdat> comdats = new NameTable<>(8);
  final NumberTable<AttributeSet> attributeGroups = new NumberTable<>();

  /** Named types that have been mentioned but not defined yet, with the place of the mention. */
  final NameTable<ForwardType> forwardTypes = new NameTable<>(16);

  final Map<Integer, ForwardType> forwardNumberedTypes = new LinkedHashMap<>();

  /** Where each named struct is defined. */
  final IdentityHashMap<StructType, Integer> structPlaces = new IdentityHashMap<>();

  /** Whether the text has pointer types with a pointee, as LLVM wrote them up to version 14. */
  boolean typedPointers;

  private final NumberTable<NodePlace> metadata = new NumberTable<>();
  private final List<NodePlace> nodes = new ArrayList<>();

  /**
   * The blocks by number of those functions whose text leaves out numbers, and which have been
   * read.
   */
  private final Map<Function, Map<Integer, BasicBlock>> oddlyNumbered = new ConcurrentHashMap<>();

  private final ArrayDeque<BodyParser> idleBodyParsers = new ArrayDeque<>();
  private final ArrayDeque<NodeReader> idleNodeReaders = new ArrayDeque<>();
  private boolean frozen;

  /** A named type that is mentioned before its definition. */
  record ForwardType(StructType type, int position) {}

  ModuleContext(SourceText source, Module module) {
    this.source = source;
    this.module = module;
    // A symbol takes some 200 bytes of text, its definition included.
    symbols = new NameTable<>(16 + source.length / 256);
  }

  boolean isFrozen() {
    return frozen;
  }

  void freeze() {
    structPlaces.clear();
    frozen = true;
  }

  // ---- Addresses of blocks ----

  /**
   * Resolves the addresses of blocks of a function that has just been read. {@code gaps} are its
   * blocks by number if these are not what counting gives, else null.
   */
  void resolveAddresses(
      Function function, LocalScope scope, @Nullable Map<Integer, BasicBlock> gaps) {
    if (gaps != null) {
      oddlyNumbered.put(function, gaps);
    }
    for (BlockAddress a : function.takeAddressesToResolve()) {
      if (scope.get(a.blockNumber()) instanceof BasicBlock b) {
        a.resolve(b);
      }
    }
  }

  /** The address of a block by its number in the text. */
  BlockAddress blockAddress(Function function, int number) {
    // In this order: if the function is read meanwhile, either side sees what the other did.
    BlockAddress address = BlockAddress.numbered(function, number);
    Map<Integer, BasicBlock> known = oddlyNumbered.get(function);
    BasicBlock block = known == null ? null : known.get(number);
    if (block != null && block.function() == function) {
      address.resolve(block);
    }
    return address;
  }

  // ---- Metadata ----

  /** Whether the number was free. */
  boolean defineMetadata(int number, int position, int line) {
    if (metadata.get(number) != null) {
      return false;
    }
    NodePlace place = new NodePlace(this, number, position, line);
    metadata.put(number, place);
    nodes.add(place);
    return true;
  }

  /** The node of that number, or null if the text defines none. Only once frozen. */
  @Nullable MetadataNode metadataNode(int number) {
    NodePlace place = metadata.get(number);
    return place == null ? null : place.node();
  }

  /** Reads the contents of all nodes. */
  void readAllMetadata() {
    for (NodePlace place : nodes) {
      place.node().contents();
    }
  }

  MetadataNode.Contents readNode(int position, int line) {
    NodeReader reader = borrowNodeReader();
    MetadataNode.Contents contents = reader.read(position, line);
    synchronized (idleNodeReaders) {
      idleNodeReaders.push(reader); // not after an error, which leaves it in disorder
    }
    return contents;
  }

  private NodeReader borrowNodeReader() {
    synchronized (idleNodeReaders) {
      NodeReader idle = idleNodeReaders.poll();
      if (idle != null) {
        return idle;
      }
    }
    return new NodeReader(this);
  }

  /** Reads contents of nodes, one after the other. */
  private static final class NodeReader {
    private final Lexer lexer;
    private final MetadataParser parser;

    NodeReader(ModuleContext context) {
      lexer = new Lexer(context.source);
      TypeParser types = new TypeParser(lexer, context);
      parser = new MetadataParser(lexer, context, types, new ConstantParser(lexer, context, types));
    }

    MetadataNode.Contents read(int position, int line) {
      lexer.moveTo(position, line);
      return parser.contents();
    }
  }

  // ---- Body parsers, which keep their tables from one body to the next ----

  BodyParser borrowBodyParser() {
    synchronized (idleBodyParsers) {
      BodyParser idle = idleBodyParsers.poll();
      if (idle != null) {
        return idle;
      }
    }
    return new BodyParser(this);
  }

  /**
   * Only for a parser whose body was read to its end: after an error its tables are in disorder.
   */
  void returnBodyParser(BodyParser parser) {
    synchronized (idleBodyParsers) {
      idleBodyParsers.push(parser);
    }
  }
}
