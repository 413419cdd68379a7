package dev.lamina.ir;

/** LangRef, "Visibility Styles". */
public enum Visibility {
  DEFAULT,
  HIDDEN,
  PROTECTED
}
