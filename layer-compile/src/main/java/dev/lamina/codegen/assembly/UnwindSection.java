package dev.lamina.codegen.assembly;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.codegen.Leb128;
import dev.lamina.codegen.assembly.UnwindDirectives.Frame;
import dev.lamina.codegen.assembly.UnwindDirectives.Pointer;
import dev.lamina.codegen.assembly.UnwindDirectives.Step;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes {@code .eh_frame} from what the directives said (LSB 5.0 core, chapter 10.6). */
final class UnwindSection {
  private static final int CFA_ADVANCE_LOC = 0x40;
  private static final int CFA_ADVANCE_LOC1 = 0x02;
  private static final int CFA_ADVANCE_LOC2 = 0x03;
  private static final int CFA_ADVANCE_LOC4 = 0x04;

  /** DW_EH_PE_pcrel | DW_EH_PE_sdata4. */
  private static final int POINTER_ENCODING = 0x1b;

  private static final int PC_RELATIVE = 0x10;

  /** What functions with one common entry have in common. */
  private record Common(
      boolean simple,
      boolean signal,
      int returnColumn,
      int personalityEncoding,
      @Nullable Linear personality,
      int dataEncoding) {
    // By hand: what Java makes of a record takes 15 ms when it is first asked.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Common c
          && simple == c.simple
          && signal == c.signal
          && returnColumn == c.returnColumn
          && personalityEncoding == c.personalityEncoding
          && Objects.equals(personality, c.personality)
          && dataEncoding == c.dataEncoding;
    }

    @Override
    public int hashCode() {
      int flags = (simple ? 1 : 0) | (signal ? 2 : 0);
      int encodings = 31 * personalityEncoding + dataEncoding;
      return 31 * (31 * (31 * flags + returnColumn) + encodings) + Objects.hashCode(personality);
    }
  }

  private final InstructionSet machine;
  private final ObjectEmitter emitter;
  private final Section section;
  private final CodeBuffer out = new CodeBuffer(256);
  private final Map<Common, Integer> commons = new HashMap<>();

  UnwindSection(InstructionSet machine, ObjectEmitter emitter, ObjectFile object) {
    this.machine = machine;
    this.emitter = emitter;
    section = object.addSection(".eh_frame", Section.Kind.EH_FRAME, 8);
  }

  /** How many bytes a pointer of this encoding takes; 0 if it is not supported. */
  static int pointerSize(int encoding) {
    if ((encoding & 0x70) != 0 && (encoding & 0x70) != PC_RELATIVE || encoding >>> 8 != 0) {
      return 0;
    }
    return switch (encoding & 0xf) {
      case 0x0, 0x4, 0xc -> 8;
      case 0x3, 0xb -> 4;
      default -> 0;
    };
  }

  void write(List<Frame> frames) {
    for (Frame frame : frames) {
      write(frame);
    }
    section.setContent(out.array(), out.size());
  }

  private void write(Frame frame) {
    AsmSymbol last = frame.end;
    if (last == null) {
      return; // complained of
    }
    Pointer personality = frame.personality;
    Pointer data = frame.data;
    Common common =
        new Common(
            frame.simple,
            frame.signal,
            frame.returnColumn,
            personality == null ? 0 : personality.encoding(),
            personality == null ? null : emitter.value(personality.value(), personality.place()),
            data == null ? 0 : data.encoding());
    Integer known = commons.get(common);
    int entry = known == null ? writeCommon(common, personality) : known;
    commons.put(common, entry);
    long begin = frame.begin.address();
    int start = out.size();
    out.put4(0); // length, below
    out.put4(start + 4 - entry);
    emitter.reference(
        section, out.size(), 4, true, new Linear(frame.begin, null, 0, null), frame.place);
    out.put4(0);
    out.put4((int) (last.address() - begin));
    if (data == null) {
      Leb128.unsigned(out, 0);
    } else {
      Leb128.unsigned(out, pointerSize(data.encoding()));
      pointer(data);
    }
    long position = begin;
    for (Step step : frame.steps) {
      advance(step.at().address() - position);
      position = step.at().address();
      out.put(frame.instructions.array(), step.from(), step.length());
    }
    pad(start);
  }

  private int writeCommon(Common common, @Nullable Pointer personality) {
    int start = out.size();
    out.put4(0); // length, below
    out.put4(0); // a CIE
    out.put1(1); // version
    out.put1('z');
    if (personality != null) {
      out.put1('P');
    }
    if (common.dataEncoding != 0) {
      out.put1('L');
    }
    out.put1('R');
    if (common.signal) {
      out.put1('S');
    }
    out.put1(0);
    Leb128.unsigned(out, 1);
    Leb128.signed(out, machine.dataAlignment());
    Leb128.unsigned(out, common.returnColumn);
    int size = personality == null ? 1 : 2 + pointerSize(personality.encoding());
    Leb128.unsigned(out, size + (common.dataEncoding != 0 ? 1 : 0));
    if (personality != null) {
      out.put1(personality.encoding());
      pointer(personality);
    }
    if (common.dataEncoding != 0) {
      out.put1(common.dataEncoding);
    }
    out.put1(POINTER_ENCODING);
    if (!common.simple) {
      machine.initialUnwinding(out);
    }
    pad(start);
    return start;
  }

  private void pointer(Pointer pointer) {
    int size = pointerSize(pointer.encoding());
    boolean relative = (pointer.encoding() & 0x70) == PC_RELATIVE;
    Linear value = emitter.value(pointer.value(), pointer.place());
    if (value != null) {
      emitter.reference(section, out.size(), size, relative, value, pointer.place());
    }
    out.fill(size, 0);
  }

  private void advance(long delta) {
    if (delta == 0) {
      return;
    }
    if (delta < 64) {
      out.put1(CFA_ADVANCE_LOC | (int) delta);
    } else if (delta < 1 << 8) {
      out.put1(CFA_ADVANCE_LOC1);
      out.put1((int) delta);
    } else if (delta < 1 << 16) {
      out.put1(CFA_ADVANCE_LOC2);
      out.put2((int) delta);
    } else {
      out.put1(CFA_ADVANCE_LOC4);
      out.put4((int) delta);
    }
  }

  /** Pads the entry with no-operations to a multiple of 8 and sets its length. */
  private void pad(int start) {
    out.fill(-(out.size() - start) & 7, 0);
    out.set4(start, out.size() - start - 4);
  }
}
