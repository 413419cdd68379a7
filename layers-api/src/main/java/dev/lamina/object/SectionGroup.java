package dev.lamina.object;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Sections that are kept or dropped together. Of all COMDAT groups with one signature that meet in
 * a link, the first is kept.
 */
public final class SectionGroup {
  private final Symbol signature;
  private final boolean comdat;
  private final List<Section> sections = new ArrayList<>();

  SectionGroup(Symbol signature, boolean comdat) {
    this.signature = signature;
    this.comdat = comdat;
  }

  /** The symbol whose name identifies the group. */
  public Symbol signature() {
    return signature;
  }

  /** False for a group that is never dropped in favour of another. */
  public boolean isComdat() {
    return comdat;
  }

  public List<Section> sections() {
    return Collections.unmodifiableList(sections);
  }

  void add(Section section) {
    sections.add(section);
  }
}
