package dev.lamina.codegen.assembly;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.codegen.Leb128;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code .cfi_*}: how to find the caller's frame (as 7.12). What they say is kept here; {@link
 * UnwindSection} writes it.
 */
final class UnwindDirectives {
  // DWARF 5, table 7.29.
  private static final int CFA_OFFSET = 0x80;
  private static final int CFA_RESTORE = 0xc0;
  private static final int CFA_OFFSET_EXTENDED = 0x05;
  private static final int CFA_RESTORE_EXTENDED = 0x06;
  private static final int CFA_UNDEFINED = 0x07;
  private static final int CFA_SAME_VALUE = 0x08;
  private static final int CFA_REGISTER = 0x09;
  private static final int CFA_REMEMBER_STATE = 0x0a;
  private static final int CFA_RESTORE_STATE = 0x0b;
  private static final int CFA_DEF_CFA = 0x0c;
  private static final int CFA_DEF_CFA_REGISTER = 0x0d;
  private static final int CFA_DEF_CFA_OFFSET = 0x0e;
  private static final int CFA_OFFSET_EXTENDED_SF = 0x11;
  private static final int CFA_VAL_OFFSET = 0x14;
  private static final int CFA_VAL_OFFSET_SF = 0x15;

  private static final int OMITTED = 0xff;

  /** What is true from a place on: so many bytes of the function's instructions, from one on. */
  record Step(AsmSymbol at, int from, int length) {}

  /** A part of a function's table that refers to a symbol. */
  record Pointer(int encoding, Expression value, Place place) {}

  /** The entry of one function. */
  static final class Frame {
    final AsmSymbol begin;
    final Place place;
    final boolean simple;
    final List<Step> steps = new ArrayList<>();

    /** In the unwinder's language. */
    final CodeBuffer instructions = new CodeBuffer(16);

    @Nullable AsmSymbol end;
    @Nullable Pointer personality;
    @Nullable Pointer data;
    boolean signal;
    int returnColumn;

    // Where the frame address is, for directives that change it by an amount.
    private long offset;
    private final List<Long> remembered = new ArrayList<>();

    Frame(AsmSymbol begin, Place place, boolean simple) {
      this.begin = begin;
      this.place = place;
      this.simple = simple;
    }
  }

  private final Sections sections;
  private final ExpressionParser expressions;
  private final InstructionSet machine;
  private final List<Frame> frames = new ArrayList<>();
  private final CodeBuffer bytes = new CodeBuffer(16);
  private @Nullable Frame open;

  UnwindDirectives(Sections sections, ExpressionParser expressions, InstructionSet machine) {
    this.sections = sections;
    this.expressions = expressions;
    this.machine = machine;
  }

  List<Frame> frames() {
    return frames;
  }

  /** At the end of the text. */
  void mustBeClosed() {
    if (open != null) {
      throw new AssemblyException(1, ".cfi_startproc has no .cfi_endproc");
    }
  }

  boolean accept(String word, Lexer in, Place place) {
    if (!word.startsWith(".cfi_")) {
      return false;
    }
    switch (word) {
      case ".cfi_sections" -> sections(in);
      case ".cfi_startproc" -> start(in, place);
      default -> {
        Frame frame = open;
        if (frame == null) {
          throw new AssemblyException(1, word + " outside of .cfi_startproc and .cfi_endproc");
        }
        if (frame.begin.section() != sections.current()) {
          throw new AssemblyException(1, word + " in another section than its .cfi_startproc");
        }
        inFrame(word, frame, in, place);
      }
    }
    return true;
  }

  private static void sections(Lexer in) {
    do {
      if (!in.text.equals(".eh_frame")) {
        throw in.error(".cfi_sections: only .eh_frame is supported, not " + in.describe());
      }
      in.next();
    } while (in.accept(","));
  }

  private void start(Lexer in, Place place) {
    if (open != null) {
      throw new AssemblyException(1, ".cfi_startproc before .cfi_endproc");
    }
    boolean simple = in.text.equals("simple");
    if (simple) {
      in.next();
    }
    Frame frame = new Frame(sections.here(), place, simple);
    frame.offset = simple ? 0 : machine.initialFrameOffset();
    frame.returnColumn = machine.returnColumn();
    frames.add(frame);
    open = frame;
  }

  private void inFrame(String word, Frame frame, Lexer in, Place place) {
    bytes.truncate(0);
    switch (word) {
      case ".cfi_endproc" -> {
        frame.end = sections.here();
        open = null;
      }
      case ".cfi_def_cfa" -> {
        int register = register(in);
        in.expect(",");
        frame.offset = offset(in);
        bytes.put1(CFA_DEF_CFA);
        Leb128.unsigned(bytes, register);
        Leb128.unsigned(bytes, frame.offset);
      }
      case ".cfi_def_cfa_register" -> {
        bytes.put1(CFA_DEF_CFA_REGISTER);
        Leb128.unsigned(bytes, register(in));
      }
      case ".cfi_def_cfa_offset" -> frameOffset(frame, offset(in));
      case ".cfi_adjust_cfa_offset" -> {
        long change = expressions.number(in);
        if (frame.offset + change < 0) {
          throw new AssemblyException(1, "the frame address's offset becomes negative");
        }
        frameOffset(frame, frame.offset + change);
      }
      case ".cfi_offset" -> {
        int register = register(in);
        in.expect(",");
        saved(register, expressions.number(in), CFA_OFFSET_EXTENDED, CFA_OFFSET_EXTENDED_SF);
      }
      case ".cfi_rel_offset" -> {
        int register = register(in);
        in.expect(",");
        long distance = expressions.number(in) - frame.offset;
        saved(register, distance, CFA_OFFSET_EXTENDED, CFA_OFFSET_EXTENDED_SF);
      }
      case ".cfi_val_offset" -> {
        int register = register(in);
        in.expect(",");
        saved(register, expressions.number(in), CFA_VAL_OFFSET, CFA_VAL_OFFSET_SF);
      }
      case ".cfi_register" -> {
        bytes.put1(CFA_REGISTER);
        Leb128.unsigned(bytes, register(in));
        in.expect(",");
        Leb128.unsigned(bytes, register(in));
      }
      case ".cfi_restore" -> restore(register(in));
      case ".cfi_undefined" -> {
        bytes.put1(CFA_UNDEFINED);
        Leb128.unsigned(bytes, register(in));
      }
      case ".cfi_same_value" -> {
        bytes.put1(CFA_SAME_VALUE);
        Leb128.unsigned(bytes, register(in));
      }
      case ".cfi_remember_state" -> {
        frame.remembered.add(frame.offset);
        bytes.put1(CFA_REMEMBER_STATE);
      }
      case ".cfi_restore_state" -> {
        int last = frame.remembered.size() - 1;
        if (last < 0) {
          throw new AssemblyException(1, ".cfi_restore_state without .cfi_remember_state");
        }
        frame.offset = frame.remembered.remove(last);
        bytes.put1(CFA_RESTORE_STATE);
      }
      case ".cfi_escape" -> {
        do {
          int column = in.column;
          long value = expressions.number(in);
          DataDirectives.checkFits(value, 1, column);
          bytes.put1((int) value);
        } while (in.accept(","));
      }
      case ".cfi_return_column" -> frame.returnColumn = register(in);
      case ".cfi_signal_frame" -> frame.signal = true;
      case ".cfi_personality" -> frame.personality = pointer(in, place);
      case ".cfi_lsda" -> frame.data = pointer(in, place);
      default -> throw new AssemblyException(1, "directive " + word + " is not supported");
    }
    if (bytes.size() > 0) {
      frame.steps.add(new Step(sections.here(), frame.instructions.size(), bytes.size()));
      frame.instructions.put(bytes.array(), 0, bytes.size());
    }
  }

  private void frameOffset(Frame frame, long offset) {
    frame.offset = offset;
    bytes.put1(CFA_DEF_CFA_OFFSET);
    Leb128.unsigned(bytes, offset);
  }

  private void saved(int register, long offset, int extended, int signed) {
    int factor = machine.dataAlignment();
    if (offset % factor != 0) {
      throw new AssemblyException(1, "offset " + offset + " is no multiple of " + factor);
    }
    long factored = offset / factor;
    if (factored < 0) {
      bytes.put1(signed);
      Leb128.unsigned(bytes, register);
      Leb128.signed(bytes, factored);
      return;
    }
    if (register < 64 && extended == CFA_OFFSET_EXTENDED) {
      bytes.put1(CFA_OFFSET | register);
    } else {
      bytes.put1(extended);
      Leb128.unsigned(bytes, register);
    }
    Leb128.unsigned(bytes, factored);
  }

  private void restore(int register) {
    if (register < 64) {
      bytes.put1(CFA_RESTORE | register);
    } else {
      bytes.put1(CFA_RESTORE_EXTENDED);
      Leb128.unsigned(bytes, register);
    }
  }

  private long offset(Lexer in) {
    int column = in.column;
    long offset = expressions.number(in);
    if (offset < 0) {
      throw new AssemblyException(column, "the frame address's offset is negative");
    }
    return offset;
  }

  private int register(Lexer in) {
    int column = in.column;
    if (in.kind == Lexer.Kind.NUMBER) {
      long number = expressions.number(in);
      if (number < 0 || number > 1 << 10) {
        throw new AssemblyException(column, "there is no register " + number);
      }
      return (int) number;
    }
    in.accept("%");
    int register = in.kind == Lexer.Kind.NAME ? machine.dwarfRegister(in.text) : -1;
    if (register < 0) {
      throw in.error("expected a register, found " + in.describe());
    }
    in.next();
    return register;
  }

  /** {@code encoding, symbol}; an encoding of 255 stands alone and means that there is none. */
  private @Nullable Pointer pointer(Lexer in, Place place) {
    int column = in.column;
    long encoding = expressions.number(in);
    if (encoding == OMITTED) {
      return null;
    }
    if (UnwindSection.pointerSize((int) encoding) == 0) {
      throw new AssemblyException(column, "pointer encoding " + encoding + " is not supported");
    }
    in.expect(",");
    return new Pointer((int) encoding, expressions.parse(in), place);
  }
}
