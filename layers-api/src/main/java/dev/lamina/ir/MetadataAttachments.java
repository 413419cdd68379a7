package dev.lamina.ir;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/** The metadata at an instruction or a global: {@code !tbaa !4, !dbg !7}. Immutable. */
public final class MetadataAttachments {
  /** One attachment: {@code !kind node}. */
  public record Attachment(String kind, Metadata node) {}

  public static final MetadataAttachments NONE = new MetadataAttachments(ImmutableList.of());

  private final ImmutableList<Attachment> attachments;

  private MetadataAttachments(ImmutableList<Attachment> attachments) {
    this.attachments = attachments;
  }

  public static MetadataAttachments of(Iterable<Attachment> attachments) {
    ImmutableList<Attachment> list = ImmutableList.copyOf(attachments);
    return list.isEmpty() ? NONE : new MetadataAttachments(list);
  }

  public ImmutableList<Attachment> asList() {
    return attachments;
  }

  public boolean isEmpty() {
    return attachments.isEmpty();
  }

  /** The first node attached under {@code kind}, or null. */
  public @Nullable Metadata get(String kind) {
    for (Attachment a : attachments) {
      if (a.kind().equals(kind)) {
        return a.node();
      }
    }
    return null;
  }
}
