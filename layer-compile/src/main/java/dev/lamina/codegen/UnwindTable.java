package dev.lamina.codegen;

import dev.lamina.ir.GlobalValue;
import dev.lamina.object.Section;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code .eh_frame}: one common information entry, then an entry for each function that says
 * how to find its caller's frame from any instruction (LSB 5.0 core, chapter 10.6; DWARF 5, 6.4).
 */
public final class UnwindTable {
  // DWARF 5, table 7.29.
  private static final int CFA_ADVANCE_LOC = 0x40;
  private static final int CFA_OFFSET = 0x80;
  private static final int CFA_ADVANCE_LOC1 = 0x02;
  private static final int CFA_ADVANCE_LOC2 = 0x03;
  private static final int CFA_ADVANCE_LOC4 = 0x04;
  private static final int CFA_DEF_CFA = 0x0c;
  private static final int CFA_DEF_CFA_REGISTER = 0x0d;
  private static final int CFA_DEF_CFA_OFFSET = 0x0e;

  /** DW_EH_PE_pcrel | DW_EH_PE_sdata4. */
  private static final int POINTER_ENCODING = 0x1b;

  private static final byte[] PLAIN = {'z', 'R', 0};
  private static final byte[] WITH_PERSONALITY = {'z', 'P', 'L', 'R', 0};

  private final CodeBuffer out = new CodeBuffer(1 << 10);
  private final ObjectBuilder builder;
  private final int relative32;
  private final int dataAlignment;
  private final ExceptionTable exceptions;
  private final int returnRegister;
  private final int stackRegister;
  private final int entryOffset;
  private final int returnOffset;
  private final Map<@Nullable GlobalValue, Integer> commonEntries = new HashMap<>();
  private final Section section;
  private final CodeBuffer instructions = new CodeBuffer(64);
  private int position;

  /** Makes the table of a module, given what holds of the machine. */
  public static final class Factory {
    private final ObjectBuilder builder;
    private final ExceptionTable exceptions;
    private final int relative32;

    Factory(ObjectBuilder builder, int relative32, ExceptionTable exceptions) {
      this.builder = builder;
      this.exceptions = exceptions;
      this.relative32 = relative32;
    }

    /**
     * @param dataAlignment what saved registers' offsets are multiples of (negative: down)
     * @param returnRegister the DWARF number of the return address's column
     * @param stackRegister the DWARF number that the frame address counts from at the entry
     * @param entryOffset how far the frame address lies above the stack register there
     * @param returnOffset where the return address is saved, from the frame address; 0 if it is in
     *     its register
     */
    public UnwindTable make(
        int dataAlignment,
        int returnRegister,
        int stackRegister,
        int entryOffset,
        int returnOffset) {
      return new UnwindTable(
          builder,
          relative32,
          exceptions,
          dataAlignment,
          returnRegister,
          stackRegister,
          entryOffset,
          returnOffset);
    }
  }

  private UnwindTable(
      ObjectBuilder builder,
      int relative32,
      ExceptionTable exceptions,
      int dataAlignment,
      int returnRegister,
      int stackRegister,
      int entryOffset,
      int returnOffset) {
    this.builder = builder;
    this.exceptions = exceptions;
    this.relative32 = relative32;
    this.dataAlignment = dataAlignment;
    this.returnRegister = returnRegister;
    this.stackRegister = stackRegister;
    this.entryOffset = entryOffset;
    this.returnOffset = returnOffset;
    section = builder.object().addSection(".eh_frame", Section.Kind.EH_FRAME, 8);
  }

  /**
   * The offset of the common entry of functions with this personality, written when first needed.
   */
  private int commonEntry(@Nullable GlobalValue personality) {
    Integer known = commonEntries.get(personality);
    if (known != null) {
      return known;
    }
    int start = out.size();
    commonEntries.put(personality, start);
    out.put4(0); // length, below
    out.put4(0); // a CIE
    out.put1(1); // version
    out.put(personality == null ? PLAIN : WITH_PERSONALITY);
    Leb128.unsigned(out, 1);
    Leb128.signed(out, dataAlignment);
    out.put1(returnRegister);
    if (personality == null) {
      Leb128.unsigned(out, 1);
    } else {
      Leb128.unsigned(out, 7);
      out.put1(ExceptionTable.INDIRECT);
      exceptions.referToCell(section.relocations(), out.size(), personality);
      out.put4(0);
      out.put1(POINTER_ENCODING);
    }
    out.put1(POINTER_ENCODING);
    out.put1(CFA_DEF_CFA);
    Leb128.unsigned(out, stackRegister);
    Leb128.unsigned(out, entryOffset);
    if (returnOffset != 0) {
      out.put1(CFA_OFFSET | returnRegister);
      Leb128.unsigned(out, returnOffset / dataAlignment);
    }
    pad(start);
    return start;
  }

  /** Starts the entry of a function that begins at {@code entry} in the code. */
  public void begin(int entry) {
    instructions.truncate(0);
    position = entry;
  }

  /** What is said next holds from {@code offset} in the code on. */
  public void at(int offset) {
    int delta = offset - position;
    position = offset;
    if (delta == 0) {
      return;
    }
    if (delta < 64) {
      instructions.put1(CFA_ADVANCE_LOC | delta);
    } else if (delta < 1 << 8) {
      instructions.put1(CFA_ADVANCE_LOC1);
      instructions.put1(delta);
    } else if (delta < 1 << 16) {
      instructions.put1(CFA_ADVANCE_LOC2);
      instructions.put2(delta);
    } else {
      instructions.put1(CFA_ADVANCE_LOC4);
      instructions.put4(delta);
    }
  }

  /** The frame address is {@code register + offset}. */
  public void frameAddress(int register, int offset) {
    instructions.put1(CFA_DEF_CFA);
    Leb128.unsigned(instructions, register);
    Leb128.unsigned(instructions, offset);
  }

  /** The frame address counts from {@code register} now. */
  public void frameRegister(int register) {
    instructions.put1(CFA_DEF_CFA_REGISTER);
    Leb128.unsigned(instructions, register);
  }

  /** The frame address lies {@code offset} above its register now. */
  public void frameOffset(int offset) {
    instructions.put1(CFA_DEF_CFA_OFFSET);
    Leb128.unsigned(instructions, offset);
  }

  /** The caller's {@code register} is saved {@code offset} bytes from the frame address. */
  public void saved(int register, int offset) {
    instructions.put1(CFA_OFFSET | register);
    Leb128.unsigned(instructions, offset / dataAlignment);
  }

  /**
   * Closes the entry of the function, whose code ends at {@code end}.
   *
   * @param personality null if no exception stops in the function
   * @param table where its part of the exception table begins
   */
  void end(int entry, int end, @Nullable GlobalValue personality, int table) {
    int common = commonEntry(personality);
    int start = out.size();
    out.put4(0); // length, below
    out.put4(start + 4 - common);
    section.relocations().add(out.size(), relative32, builder.text().symbol().index(), entry);
    out.put4(0);
    out.put4(end - entry);
    if (personality == null) {
      Leb128.unsigned(out, 0);
    } else {
      Leb128.unsigned(out, 4);
      section.relocations().add(out.size(), relative32, exceptions.symbol(), table);
      out.put4(0);
    }
    out.put(instructions.array(), 0, instructions.size());
    pad(start);
  }

  void finish() {
    section.setContent(out.array(), out.size());
  }

  /** Pads the entry with no-operations to a multiple of 8 and sets its length. */
  private void pad(int start) {
    out.fill(-(out.size() - start) & 7, 0);
    out.set4(start, out.size() - start - 4);
  }
}
