package dev.lamina.ir;

/** What sort of type a {@link Type} is. */
public enum TypeKind {
  VOID,
  INTEGER,
  HALF,
  BFLOAT,
  FLOAT,
  DOUBLE,
  X86_FP80,
  FP128,
  PPC_FP128,
  POINTER,
  FIXED_VECTOR,
  SCALABLE_VECTOR,
  ARRAY,
  STRUCT,
  FUNCTION,
  LABEL,
  TOKEN,
  METADATA,
  X86_MMX,
  X86_AMX,
  TARGET_EXTENSION
}
