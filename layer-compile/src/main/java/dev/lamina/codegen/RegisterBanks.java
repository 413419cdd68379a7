package dev.lamina.codegen;

/**
 * The registers of a machine as the allocator sees them: banks of at most 64 registers each. A
 * register is an {@code int}, {@code bank << 6 | number}. A bank without allocatable registers
 * holds values that live in the frame only (x87).
 */
public final class RegisterBanks {
  /** The number of bits that the number within a bank takes. */
  public static final int BANK_SHIFT = 6;

  private final String[] names;
  private final long[] allocatable;
  private final long[] calleeSaved;
  private final int[] widths;

  /**
   * All arrays are by bank; sets of registers are masks of the numbers within the bank.
   *
   * @param widths the size in bytes of a slot that keeps all of a register that matters to values
   */
  public RegisterBanks(String[] names, long[] allocatable, long[] calleeSaved, int[] widths) {
    this.names = names.clone();
    this.allocatable = allocatable.clone();
    this.calleeSaved = calleeSaved.clone();
    this.widths = widths.clone();
  }

  public static int register(int bank, int number) {
    return bank << BANK_SHIFT | number;
  }

  public static int bankOf(int register) {
    return register >> BANK_SHIFT;
  }

  public static int numberOf(int register) {
    return register & 63;
  }

  public int count() {
    return names.length;
  }

  public String name(int bank) {
    return names[bank];
  }

  public long allocatable(int bank) {
    return allocatable[bank];
  }

  /** The allocatable registers that a call leaves as they were. */
  public long calleeSaved(int bank) {
    return calleeSaved[bank];
  }

  /** The smallest slot of the bank, in bytes. */
  public int slotSize(int bank) {
    return widths[bank];
  }
}
