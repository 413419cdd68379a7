package dev.lamina.hunt;

/** Something that is checked for many items, each of which is named by a line of text. */
interface Hunt {
  /** What a verdict begins with that says why an item tells nothing. */
  String SKIPPED = "skipped: ";

  /**
   * Checks one item.
   *
   * @return empty if all is well; {@link #SKIPPED} and a reason; or what is wrong
   */
  String check(String item) throws Exception;
}
