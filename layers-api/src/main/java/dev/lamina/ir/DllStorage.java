package dev.lamina.ir;

/** LangRef, "DLL Storage Classes". */
public enum DllStorage {
  DEFAULT,
  IMPORT,
  EXPORT
}
