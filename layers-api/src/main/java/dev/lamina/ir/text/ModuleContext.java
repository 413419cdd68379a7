package dev.lamina.ir.text;

import dev.lamina.ir.AttributeSet;
import dev.lamina.ir.Comdat;
import dev.lamina.ir.GlobalValue;
import dev.lamina.ir.MetadataNode;
import dev.lamina.ir.Module;
import dev.lamina.ir.StructType;
import dev.lamina.ir.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the parsers of one module share. The module parser fills it; from {@link #freeze} on it does
 * not change, so that bodies and metadata can be read from any thread.
 */
final class ModuleContext implements MetadataNode.Source {
  final SourceText source;
  final Module module;

  /** Types by name: a struct, or whatever else a name was made to stand for. */
  final NameTable<Type> types = new NameTable<>(64);

  final IntObjectHashMap<Type> numberedTypes = new IntObjectHashMap<>();
  final NameTable<GlobalValue> symbols;
  final IntObjectHashMap<GlobalValue> numberedSymbols = new IntObjectHashMap<>();
  final NameTable<Comdat> comdats = new NameTable<>(8);
  final IntObjectHashMap<AttributeSet> attributeGroups = new IntObjectHashMap<>();

  /** Named types that have been mentioned but not defined yet, with the place of the mention. */
  final NameTable<ForwardType> forwardTypes = new NameTable<>(16);

  final IntObjectHashMap<ForwardType> forwardNumberedTypes = new IntObjectHashMap<>();

  /** Where each named struct is defined. */
  final IdentityHashMap<StructType, Integer> structPlaces = new IdentityHashMap<>();

  /** Whether the text has pointer types with a pointee, as LLVM wrote them up to version 14. */
  boolean typedPointers;

  // Metadata nodes: number in the text -> index, and by index where the node's text is.
  private final IntIntHashMap metadataIndices = new IntIntHashMap();
  private int[] metadataPositions = new int[64];
  private int[] metadataLines = new int[64];
  private int metadataCount;
  private AtomicReferenceArray<MetadataNode> metadataNodes = new AtomicReferenceArray<>(0);

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
    metadataNodes = new AtomicReferenceArray<>(metadataCount);
    structPlaces.clear();
    frozen = true;
  }

  // ---- Metadata ----

  /** Whether the number was free. */
  boolean defineMetadata(int number, int position, int line) {
    if (metadataIndices.containsKey(number)) {
      return false;
    }
    if (metadataCount == metadataPositions.length) {
      metadataPositions = Arrays.copyOf(metadataPositions, metadataCount * 2);
      metadataLines = Arrays.copyOf(metadataLines, metadataCount * 2);
    }
    metadataIndices.put(number, metadataCount);
    metadataPositions[metadataCount] = position;
    metadataLines[metadataCount] = line;
    metadataCount++;
    return true;
  }

  /** The node of that number, or null if the text defines none. Only once frozen. */
  @Nullable MetadataNode metadataNode(int number) {
    int index = metadataIndices.getIfAbsent(number, -1);
    if (index < 0) {
      return null;
    }
    MetadataNode node = metadataNodes.get(index);
    if (node == null) {
      MetadataNode fresh = MetadataNode.lazy(number, this);
      node = metadataNodes.compareAndSet(index, null, fresh) ? fresh : metadataNodes.get(index);
    }
    return node;
  }

  @Override
  public MetadataNode.Contents read(MetadataNode node) {
    int index = metadataIndices.getIfAbsent(node.textNumber(), -1);
    if (index < 0) {
      throw new IllegalStateException("no text for metadata " + node + "; please report");
    }
    NodeReader reader = borrowNodeReader();
    MetadataNode.Contents contents = reader.read(metadataPositions[index], metadataLines[index]);
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
