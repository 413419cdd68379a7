package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of metadata: a tuple {@code !{...}}, whose fields have no names, or a specialised node
 * such as {@code !DILocation(line: 3, ...)}, kept as a kind and fields in the order they were
 * written. Nodes have identity; whether LLVM would merge two equal ones that are not distinct makes
 * no difference to what they mean.
 *
 * <p>The contents of a node that was read are made when they are first asked for, from any thread.
 */
public final class MetadataNode extends Metadata {
  /** The kind of a tuple. */
  public static final String TUPLE = "";

  /** The kind of a list in braces without {@code !}, as {@code GenericDINode} has one. */
  public static final String LIST = "{}";

  /** One operand of a node; {@code name} is empty for an operand of a tuple or of an expression. */
  public record Field(String name, Metadata value) {}

  /** What a node holds. */
  public record Contents(boolean distinct, String kind, ImmutableList<Field> fields) {}

  /** Where the contents of a lazy node come from. */
  @FunctionalInterface
  public interface Source {
    /** Makes the contents of {@code node}; throws if they cannot be made. */
    Contents read(MetadataNode node);
  }

  private final int textNumber;
  private @Nullable Source source;
  private volatile @Nullable Contents contents;

  private MetadataNode(int textNumber, @Nullable Source source, @Nullable Contents contents) {
    this.textNumber = textNumber;
    this.source = source;
    this.contents = contents;
  }

  public static MetadataNode of(Contents contents) {
    return new MetadataNode(-1, null, contents);
  }

  /** {@code !{...}}. */
  public static MetadataNode tuple(Metadata... operands) {
    return of(new Contents(false, TUPLE, unnamed(List.of(operands))));
  }

  /** {@code distinct !{...}}: a node that is never merged with an equal one. */
  public static MetadataNode distinctTuple(Metadata... operands) {
    return of(new Contents(true, TUPLE, unnamed(List.of(operands))));
  }

  /** A specialised node, {@code kind} without the exclamation mark. */
  public static MetadataNode specialized(String kind, boolean distinct, List<Field> fields) {
    return of(new Contents(distinct, kind, ImmutableList.copyOf(fields)));
  }

  /** A node whose contents {@code source} makes when they are first asked for. */
  public static MetadataNode lazy(int textNumber, Source source) {
    return new MetadataNode(textNumber, source, null);
  }

  private static ImmutableList<Field> unnamed(List<Metadata> operands) {
    ImmutableList.Builder<Field> fields = ImmutableList.builderWithExpectedSize(operands.size());
    for (Metadata m : operands) {
      fields.add(new Field("", m));
    }
    return fields.build();
  }

  public Contents contents() {
    Contents known = contents;
    return known != null ? known : readContents();
  }

  private synchronized Contents readContents() {
    Contents known = contents;
    if (known == null) {
      Source from = source;
      checkState(from != null, "%s has neither contents nor a source; please report", this);
      known = from.read(this);
      contents = known;
      source = null;
    }
    return known;
  }

  /** Replaces the contents, which is how nodes that refer to themselves are made. */
  public synchronized void setContents(Contents contents) {
    this.contents = contents;
    source = null;
  }

  /** The number it had in the text it was read from, or -1. A printer numbers anew. */
  public int textNumber() {
    return textNumber;
  }

  public boolean isDistinct() {
    return contents().distinct();
  }

  /** {@code DILocation} and the like; {@link #TUPLE} for a tuple. */
  public String kind() {
    return contents().kind();
  }

  public boolean isTuple() {
    return kind().isEmpty();
  }

  public ImmutableList<Field> fields() {
    return contents().fields();
  }

  public int operandCount() {
    return fields().size();
  }

  public Metadata operand(int i) {
    return fields().get(i).value();
  }

  /** The value of the field of that name, or null. */
  public @Nullable Metadata field(String name) {
    for (Field f : fields()) {
      if (f.name().equals(name)) {
        return f.value();
      }
    }
    return null;
  }

  /** The node in that field, or null if there is none or something else. */
  public @Nullable MetadataNode node(String name) {
    return field(name) instanceof MetadataNode n ? n : null;
  }

  /** The text of a string field, or null. */
  public @Nullable String string(String name) {
    return field(name) instanceof MetadataString s ? s.text() : null;
  }

  /** The value of a number field; {@code otherwise} if it is absent or no number of 64 bits. */
  public long number(String name, long otherwise) {
    if (!(field(name) instanceof MetadataScalar s)) {
      return otherwise;
    }
    String text = s.text();
    int start = text.startsWith("-") ? 1 : 0;
    if (text.length() == start || text.length() - start > 18) {
      return otherwise;
    }
    long value = 0;
    for (int i = start; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return otherwise;
      }
      value = value * 10 + digit;
    }
    return start == 1 ? -value : value;
  }

  /** Replaces operand {@code i}. */
  public void setOperand(int i, Metadata value) {
    Contents old = contents();
    List<Field> fields = new ArrayList<>(old.fields());
    fields.set(i, new Field(fields.get(i).name(), value));
    setContents(new Contents(old.distinct(), old.kind(), ImmutableList.copyOf(fields)));
  }

  @Override
  public String toString() {
    if (textNumber >= 0) {
      return "!" + textNumber;
    }
    Contents known = contents;
    return known == null || known.kind().isEmpty() ? "!{...}" : "!" + known.kind() + "(...)";
  }
}
