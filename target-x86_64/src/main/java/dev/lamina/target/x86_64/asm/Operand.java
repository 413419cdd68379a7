package dev.lamina.target.x86_64.asm;

import dev.lamina.target.x86_64.encode.Regs;
import org.jspecify.annotations.Nullable;

/** One operand as it was written. Which fields count depends on the kind. */
final class Operand {
  enum Kind {
    REGISTER,
    IMMEDIATE,
    MEMORY
  }

  /** The register files that names can denote. */
  enum File {
    GPR,
    XMM,
    STACK,
    SEGMENT,
    CONTROL,
    DEBUG
  }

  final Kind kind;
  final int column;

  /** A {@code *} stood before it: the target of an indirect jump or call. */
  boolean indirect;

  // REGISTER
  File file = File.GPR;
  int register;

  /** Of a general-purpose register, in bytes. */
  int size;

  // MEMORY
  /** Prefix byte, or 0. */
  int segment;

  int base = Regs.NONE;
  int index = Regs.NONE;
  int scale;
  boolean address32;

  // IMMEDIATE and MEMORY: symbol - minus + value.
  long value;
  @Nullable String symbol;
  @Nullable String minus;
  @Nullable String modifier;

  Operand(Kind kind, int column) {
    this.kind = kind;
    this.column = column;
  }

  static Operand immediate(int column, long value) {
    Operand o = new Operand(Kind.IMMEDIATE, column);
    o.value = value;
    return o;
  }

  boolean isRegister() {
    return kind == Kind.REGISTER;
  }

  boolean isImmediate() {
    return kind == Kind.IMMEDIATE;
  }

  boolean isMemory() {
    return kind == Kind.MEMORY;
  }

  boolean isGpr(int number, int bytes) {
    return isGpr() && register == number && size == bytes;
  }

  boolean isGpr() {
    return isRegister() && file == File.GPR;
  }

  boolean isXmm() {
    return isRegister() && file == File.XMM;
  }

  boolean isStack() {
    return isRegister() && file == File.STACK;
  }

  /** Only a displacement: the way the target of a direct branch is written. */
  boolean isBareAddress() {
    return isMemory() && base == Regs.NONE && index == Regs.NONE && segment == 0;
  }

  /** What it is, for a message. */
  String describe() {
    return switch (kind) {
      case IMMEDIATE -> "an immediate";
      case MEMORY -> "memory";
      case REGISTER ->
          switch (file) {
            case GPR -> "%" + Regs.gprName(register, size);
            case XMM -> "%xmm" + register;
            case STACK -> register == 0 ? "%st" : "%st(" + register + ")";
            case SEGMENT -> "a segment register";
            case CONTROL -> "%cr" + register;
            case DEBUG -> "%db" + register;
          };
    };
  }
}
