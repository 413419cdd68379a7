package dev.lamina.ir.text;

import dev.lamina.ir.MetadataNode;
import org.jspecify.annotations.Nullable;

/** Where the text of a numbered metadata node is, and the node once something refers to it. */
final class NodePlace implements MetadataNode.Source {
  private final ModuleContext context;
  private final int number;
  private final int position;
  private final int line;
  private volatile @Nullable MetadataNode node;

  NodePlace(ModuleContext context, int number, int position, int line) {
    this.context = context;
    this.number = number;
    this.position = position;
    this.line = line;
  }

  MetadataNode node() {
    MetadataNode known = node;
    return known != null ? known : makeNode();
  }

  private synchronized MetadataNode makeNode() {
    MetadataNode known = node;
    if (known == null) {
      known = MetadataNode.lazy(number, this);
      node = known;
    }
    return known;
  }

  @Override
  public MetadataNode.Contents read(MetadataNode asked) {
    return context.readNode(position, line);
  }
}
