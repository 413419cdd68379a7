package dev.lamina.codegen;

/** The relocation types of a target that the framework itself needs. */
public interface TargetRelocations {
  /** An address of pointer size. */
  int absolute();

  /** A 32-bit distance from the place. */
  int relative32();

  /** A 32-bit address, or -1 if the target has none. */
  int absolute32();

  /** A 64-bit distance from the place, or -1 if the target has none. */
  int relative64();
}
