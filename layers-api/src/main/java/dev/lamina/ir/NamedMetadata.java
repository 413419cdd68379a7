package dev.lamina.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code !llvm.module.flags = !{!0, !1}}: a list of nodes that a module is known by. */
public final class NamedMetadata {
  private final String name;
  private final List<MetadataNode> nodes = new ArrayList<>();

  NamedMetadata(String name) {
    this.name = name;
  }

  /** Without the exclamation mark. */
  public String name() {
    return name;
  }

  public List<MetadataNode> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  public void add(MetadataNode node) {
    nodes.add(node);
  }

  @Override
  public String toString() {
    return "!" + name;
  }
}
