package dev.lamina.ir;

/** Data about the program that does not change what it computes (LangRef, "Metadata"). */
public abstract class Metadata {
  Metadata() {}

  /**
   * How an operand refers to it: {@code !7}, {@code !"text"}, or the whole node if it is inline.
   */
  @Override
  public abstract String toString();
}
