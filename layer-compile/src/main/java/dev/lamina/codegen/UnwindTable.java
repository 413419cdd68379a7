package dev.lamina.codegen;

import dev.lamina.object.Section;

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

  private final CodeBuffer out = new CodeBuffer(1 << 10);
  private final ObjectBuilder builder;
  private final int relative32;
  private final int dataAlignment;
  private final Section section;
  private final CodeBuffer instructions = new CodeBuffer(64);
  private int position;

  /** Makes the table of a module, given what holds of the machine. */
  public static final class Factory {
    private final ObjectBuilder builder;
    private final int relative32;

    Factory(ObjectBuilder builder, int relative32) {
      this.builder = builder;
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
      int dataAlignment,
      int returnRegister,
      int stackRegister,
      int entryOffset,
      int returnOffset) {
    this.builder = builder;
    this.relative32 = relative32;
    this.dataAlignment = dataAlignment;
    section = builder.object().addSection(".eh_frame", Section.Kind.EH_FRAME, 8);
    out.put4(0); // length, below
    out.put4(0); // a CIE
    out.put1(1); // version
    out.put(new byte[] {'z', 'R', 0});
    uleb(out, 1);
    sleb(out, dataAlignment);
    out.put1(returnRegister);
    uleb(out, 1);
    out.put1(POINTER_ENCODING);
    out.put1(CFA_DEF_CFA);
    uleb(out, stackRegister);
    uleb(out, entryOffset);
    if (returnOffset != 0) {
      out.put1(CFA_OFFSET | returnRegister);
      uleb(out, returnOffset / dataAlignment);
    }
    pad(0);
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
    uleb(instructions, register);
    uleb(instructions, offset);
  }

  /** The frame address counts from {@code register} now. */
  public void frameRegister(int register) {
    instructions.put1(CFA_DEF_CFA_REGISTER);
    uleb(instructions, register);
  }

  /** The frame address lies {@code offset} above its register now. */
  public void frameOffset(int offset) {
    instructions.put1(CFA_DEF_CFA_OFFSET);
    uleb(instructions, offset);
  }

  /** The caller's {@code register} is saved {@code offset} bytes from the frame address. */
  public void saved(int register, int offset) {
    instructions.put1(CFA_OFFSET | register);
    uleb(instructions, offset / dataAlignment);
  }

  /** Closes the entry of the function, whose code ends at {@code end}. */
  public void end(int entry, int end) {
    int start = out.size();
    out.put4(0); // length, below
    out.put4(start + 4); // distance back to the CIE
    section.relocations().add(out.size(), relative32, builder.text().symbol().index(), entry);
    out.put4(0);
    out.put4(end - entry);
    uleb(out, 0);
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

  private static void uleb(CodeBuffer out, long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      out.put1((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.put1((int) rest);
  }

  private static void sleb(CodeBuffer out, long value) {
    long rest = value;
    while (true) {
      int low = (int) rest & 0x7f;
      rest >>= 7;
      boolean last = rest == 0 && (low & 0x40) == 0 || rest == -1 && (low & 0x40) != 0;
      out.put1(last ? low : low | 0x80);
      if (last) {
        return;
      }
    }
  }
}
