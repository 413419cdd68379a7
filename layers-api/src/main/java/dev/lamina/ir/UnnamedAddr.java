package dev.lamina.ir;

/** Whether the address of a global matters. */
public enum UnnamedAddr {
  NONE,
  LOCAL,
  GLOBAL
}
