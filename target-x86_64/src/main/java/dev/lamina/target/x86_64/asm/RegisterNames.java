package dev.lamina.target.x86_64.asm;

import dev.lamina.target.x86_64.asm.Operand.File;
import dev.lamina.target.x86_64.encode.Regs;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the names after {@code %} denote. */
final class RegisterNames {
  /** A register; size counts for general-purpose ones. */
  record Register(File file, int number, int size) {}

  /** Prefix bytes of the segment registers, by their number. */
  private static final int[] SEGMENT_PREFIXES = {0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65};

  private static final Map<String, Register> NAMES = names();

  private RegisterNames() {}

  static @Nullable Register find(String name) {
    return NAMES.get(name);
  }

  static int segmentPrefix(int number) {
    return SEGMENT_PREFIXES[number];
  }

  private static Map<String, Register> names() {
    Map<String, Register> names = new HashMap<>();
    for (int size = 1; size <= 8; size *= 2) {
      for (int r = 0; r < 16; r++) {
        names.put(Regs.gprName(r, size), new Register(File.GPR, r, size));
      }
    }
    for (int r = Regs.AH; r <= Regs.BH; r++) {
      names.put(Regs.gprName(r, 1), new Register(File.GPR, r, 1));
    }
    names.put("rip", new Register(File.GPR, Regs.RIP, 8));
    for (int r = 0; r < 16; r++) {
      names.put("xmm" + r, new Register(File.XMM, r, 16));
      names.put("cr" + r, new Register(File.CONTROL, r, 8));
      names.put("dr" + r, new Register(File.DEBUG, r, 8));
      names.put("db" + r, new Register(File.DEBUG, r, 8));
    }
    String[] segments = {"es", "cs", "ss", "ds", "fs", "gs"};
    for (int r = 0; r < segments.length; r++) {
      names.put(segments[r], new Register(File.SEGMENT, r, 2));
    }
    names.put("st", new Register(File.STACK, 0, 10));
    return names;
  }
}
