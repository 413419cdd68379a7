package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The metadata at an instruction or a global: {@code !tbaa !4, !dbg !7}. Immutable. */
public final class MetadataAttachments {
  /** One attachment: {@code !kind node}. */
  public record Attachment(String kind, Metadata node) {}

  public static final MetadataAttachments NONE =
      new MetadataAttachments(new String[0], new Metadata[0]);

  // Two arrays and no list of records: debug information puts one of these at every instruction.
  private final String[] kinds;
  private final Metadata[] nodes;

  private MetadataAttachments(String[] kinds, Metadata[] nodes) {
    this.kinds = kinds;
    this.nodes = nodes;
  }

  public static MetadataAttachments of(Iterable<Attachment> attachments) {
    ImmutableList<Attachment> list = ImmutableList.copyOf(attachments);
    String[] kinds = new String[list.size()];
    Metadata[] nodes = new Metadata[kinds.length];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = list.get(i).kind();
      nodes[i] = list.get(i).node();
    }
    return kinds.length == 0 ? NONE : new MetadataAttachments(kinds, nodes);
  }

  public static MetadataAttachments of(String kind, Metadata node) {
    return new MetadataAttachments(new String[] {kind}, new Metadata[] {node});
  }

  /** The first {@code count} of each array, which are copied. */
  public static MetadataAttachments of(String[] kinds, Metadata[] nodes, int count) {
    checkArgument(count <= kinds.length && count <= nodes.length, "the arrays are too short");
    return count == 0
        ? NONE
        : new MetadataAttachments(Arrays.copyOf(kinds, count), Arrays.copyOf(nodes, count));
  }

  /** These and one more behind them. */
  public MetadataAttachments with(String kind, Metadata node) {
    int n = kinds.length;
    String[] moreKinds = Arrays.copyOf(kinds, n + 1);
    Metadata[] moreNodes = Arrays.copyOf(nodes, n + 1);
    moreKinds[n] = kind;
    moreNodes[n] = node;
    return new MetadataAttachments(moreKinds, moreNodes);
  }

  public ImmutableList<Attachment> asList() {
    ImmutableList.Builder<Attachment> list = ImmutableList.builderWithExpectedSize(kinds.length);
    for (int i = 0; i < kinds.length; i++) {
      list.add(new Attachment(kinds[i], nodes[i]));
    }
    return list.build();
  }

  public int size() {
    return kinds.length;
  }

  public String kind(int i) {
    return kinds[i];
  }

  public Metadata node(int i) {
    return nodes[i];
  }

  public boolean isEmpty() {
    return kinds.length == 0;
  }

  /** The first node attached under {@code kind}, or null. */
  public @Nullable Metadata get(String kind) {
    for (int i = 0; i < kinds.length; i++) {
      if (kinds[i].equals(kind)) {
        return nodes[i];
      }
    }
    return null;
  }
}
