package dev.lamina.ir;

/** The marker before {@code call}. */
public enum TailCallKind {
  NONE,
  TAIL,
  MUSTTAIL,
  NOTAIL
}
