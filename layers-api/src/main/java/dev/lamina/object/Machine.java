package dev.lamina.object;

import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The machine that an object's code is for, as the ELF header states it.
 *
 * @param elfMachine {@code e_machine}
 * @param byteOrder the order of all multi-byte fields, headers included
 * @param elfFlags {@code e_flags}; for ppc64 the low two bits are the ABI version
 */
public record Machine(int elfMachine, ByteOrder byteOrder, int elfFlags) {
  /** {@code EM_X86_64}. */
  public static final Machine X86_64 = new Machine(62, ByteOrder.LITTLE_ENDIAN, 0);

  /** {@code EM_PPC64}, little-endian, ELFv2 ABI. */
  public static final Machine PPC64LE = new Machine(21, ByteOrder.LITTLE_ENDIAN, 2);

  /** {@code EM_PPC64}, big-endian, ELFv1 ABI. */
  public static final Machine PPC64 = new Machine(21, ByteOrder.BIG_ENDIAN, 1);

  /** The name for messages, {@code x86-64} for instance. */
  public String displayName() {
    String family =
        switch (elfMachine) {
          case 3 -> "i386";
          case 20 -> "ppc";
          case 21 -> byteOrder == ByteOrder.BIG_ENDIAN ? "ppc64" : "ppc64le";
          case 22 -> "s390x";
          case 40 -> "arm";
          case 62 -> "x86-64";
          case 183 -> "aarch64";
          case 243 -> "riscv";
          case 258 -> "loongarch";
          default -> "machine " + elfMachine;
        };
    return elfFlags == 0 || elfMachine == 21 ? family : family + " (flags 0x" + hex() + ")";
  }

  // A record's own equals and hashCode are method handles that are linked at their first call,
  // which
  // takes 10 ms of every start.

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Machine m
        && elfMachine == m.elfMachine
        && elfFlags == m.elfFlags
        && byteOrder.equals(m.byteOrder);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * elfMachine + elfFlags) + byteOrder.hashCode();
  }

  private String hex() {
    return Integer.toHexString(elfFlags);
  }
}
