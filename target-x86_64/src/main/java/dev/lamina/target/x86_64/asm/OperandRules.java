package dev.lamina.target.x86_64.asm;

import static dev.lamina.target.x86_64.encode.Descriptors.*;

import dev.lamina.codegen.assembly.AssemblyException;
import dev.lamina.codegen.assembly.Fixup;
import dev.lamina.target.x86_64.asm.Mnemonics.Candidate;
import dev.lamina.target.x86_64.asm.Operand.File;
import dev.lamina.target.x86_64.encode.Descriptors;
import dev.lamina.target.x86_64.encode.Encoder;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Regs;
import dev.lamina.target.x86_64.encode.Sys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all shapes of instruction have in common: whether an operand is of the class that a row of
 * the table asks for, which operand size follows, how operands become arguments of the encoder and
 * symbols become fixups, and what to complain about when nothing fits.
 */
abstract class OperandRules {
  // How far a candidate came before it failed.
  static final int COUNT = 1;
  static final int KIND = 2;
  static final int SIZE = 3;

  final Encoder encoder;
  final String name;
  final int column;
  private final List<Fixup> fixups = new ArrayList<>(2);

  private int progress;
  private int complaintColumn;
  private String complaint;

  OperandRules(Encoder encoder, String name, int column) {
    this.encoder = encoder;
    this.name = name;
    this.column = column;
    this.complaintColumn = column;
    this.complaint = name.concat(": the operands do not fit");
  }

  final List<Fixup> fixups() {
    return fixups;
  }

  // Classes and sizes.

  /** Whether the r/m operand is the destination; as {@link Encoder#rr} decides it. */
  static boolean isStore(long d, Operand dst, Operand src) {
    if (dst.isMemory() || src.isMemory()) {
      return dst.isMemory();
    }
    return (d & HAS_MR) != 0 && ((d & HAS_RM) == 0 || regClass(d) != XMM);
  }

  /**
   * Checks the classes of the operands, and returns the operand size: from the suffix, from a
   * register or by default. -1 when something does not fit.
   *
   * @param form the flag of the form that a memory operand needs
   * @param reg what goes into the reg field, null when that is a digit
   * @param rm what goes into the r/m field
   */
  int operandSize(Candidate c, long d, long form, @Nullable Operand reg, Operand rm) {
    int size = c.size();
    if (reg != null) {
      size = merge(c.op(), regClass(d), size, reg);
      if (size < 0) {
        return -1;
      }
    }
    if (rm.isRegister()) {
      boolean allowed = (d & REG_OK) != 0 || (d & PLUS_R) != 0;
      size = allowed ? merge(c.op(), rmClass(d), size, rm) : kindError(rm);
      if (size < 0) {
        return -1;
      }
    } else if (!rm.isMemory() || (d & MEM_OK) == 0 || (d & form) == 0) {
      return kindError(rm);
    }
    if (sizes(d) == 0) {
      return 0;
    }
    if (size == 0) {
      size = defaultSize(c.op(), d);
    }
    if (size == 0) {
      noSize(rm.column);
      return -1;
    }
    if ((sizes(d) & size) == 0) {
      Operand sizing = reg != null && regClass(d) == GPR ? reg : rm;
      fail(SIZE, sizing.column, name + ": operand size " + size + " does not exist");
      return -1;
    }
    return size;
  }

  /** The size so far, or the one that this operand says; -1 if it does not fit its class. */
  int merge(int op, int c, int size, Operand o) {
    if (c == GPR) {
      if (!o.isGpr() || o.register == Regs.RIP) {
        return kindError(o);
      }
      if (size != 0 && size != o.size) {
        wrongSize(o, size);
        return -1;
      }
      return o.size;
    }
    boolean fits =
        switch (c) {
          case GPR8 -> o.isGpr() && o.size == 1;
          case GPR16 -> o.isGpr() && o.size == 2;
          case GPR32 -> o.isGpr() && (o.size == 4 || o.size == 8 && !isStrict(op));
          case GPR64 -> o.isGpr() && o.size == 8;
          case XMM -> o.isXmm();
          case SYS -> o.isRegister() && o.file == systemFile(op);
          default -> false;
        };
    return fits ? size : kindError(o);
  }

  /** Whether a 64-bit name for the 32-bit register would read as another instruction. */
  static boolean isStrict(int op) {
    return op == Op.MOVSX32 || op == Packed.PINSRD || op == Packed.PEXTRD;
  }

  static File systemFile(int op) {
    if (op == Sys.MOV_FROM_SEG || op == Sys.MOV_TO_SEG) {
      return File.SEGMENT;
    }
    return op == Sys.MOV_FROM_CR || op == Sys.MOV_TO_CR ? File.CONTROL : File.DEBUG;
  }

  static int defaultSize(int op, long d) {
    if (op == Packed.MOVD_X || op == Packed.MOVD_G) {
      return 4;
    }
    return op == Sys.MOV_FROM_SEG || op == Sys.MOV_TO_SEG ? 4 : Descriptors.defaultSize(d);
  }

  // Operands into calls of the encoder.

  /** Tells the encoder what goes beside the four ints, and returns the first of them, the base. */
  int prepare(Operand memory) {
    if (memory.segment != 0) {
      encoder.segment(memory.segment);
    }
    if (memory.address32) {
      encoder.address32();
    }
    if (memory.symbol != null) {
      encoder.wideDisplacement();
    }
    return memory.base;
  }

  int displacement(Operand memory) {
    if (memory.symbol != null) {
      return 0;
    }
    if (memory.value != (int) memory.value) {
      throw new AssemblyException(
          memory.column, "address " + memory.value + " does not fit a signed 32-bit field");
    }
    return (int) memory.value;
  }

  long immediate(Operand o) {
    if (o.symbol != null) {
      encoder.wideImmediate();
      return 0;
    }
    return o.value;
  }

  void memoryFixup(Operand o, int field) {
    String symbol = o.symbol;
    if (symbol != null) {
      boolean relative = o.base == Regs.RIP;
      boolean signExtended = !relative && !o.address32;
      int after = encoder.size() - field - 4;
      fixups.add(
          new Fixup(
              field,
              4,
              relative,
              signExtended,
              false,
              symbol,
              o.minus,
              o.modifier,
              o.value,
              after));
    }
  }

  void immediateFixup(long d, int size, Operand o) {
    String symbol = o.symbol;
    if (symbol != null) {
      int width =
          switch (imm(d)) {
            case IMM_B, IMM_SHIFT, IMM_DSHIFT -> 1;
            case IMM_W -> 2;
            default -> Math.min(size, 4);
          };
      int field = encoder.size() - width;
      fixups.add(
          new Fixup(
              field,
              width,
              false,
              size == 8 && width == 4,
              false,
              symbol,
              o.minus,
              o.modifier,
              o.value,
              0));
    }
  }

  void absoluteFixup(Operand o, int field) {
    String symbol = o.symbol;
    if (symbol != null) {
      fixups.add(new Fixup(field, 8, false, false, false, symbol, o.minus, o.modifier, o.value, 0));
    }
  }

  void branchFixup(Operand o, int field, int width) {
    String symbol = o.symbol;
    if (symbol != null) {
      fixups.add(
          new Fixup(field, width, true, false, true, symbol, o.minus, o.modifier, o.value, 0));
    }
  }

  // Complaints.

  AssemblyException complaint() {
    return new AssemblyException(complaintColumn, complaint);
  }

  boolean fail(int how, int where, String what) {
    if (how > progress) {
      progress = how;
      complaintColumn = where;
      complaint = what;
    }
    return false;
  }

  boolean wrongCount() {
    return fail(COUNT, column, name + ": wrong number of operands");
  }

  boolean wrongKind(Operand o) {
    return fail(KIND, o.column, name + ": operand cannot be " + o.describe());
  }

  int kindError(Operand o) {
    wrongKind(o);
    return -1;
  }

  boolean wrongSize(Operand o, int size) {
    return fail(SIZE, o.column, name + ": operand " + o.describe() + " does not fit size " + size);
  }

  boolean noSize(int where) {
    return fail(
        SIZE, where, name + ": no register says the operand size; add a suffix b, w, l or q");
  }
}
