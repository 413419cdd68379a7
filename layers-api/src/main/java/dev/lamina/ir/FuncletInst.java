package dev.lamina.ir;

/**
 * The instructions of funclet-based exception handling, which the Microsoft ABIs use: {@code
 * catchpad}, {@code cleanuppad}, {@code catchswitch}, {@code catchret}, {@code cleanupret}. They
 * are read and printed; no target here has such an ABI.
 *
 * <p>Operands: {@code catchpad}/{@code cleanuppad} [parent pad, arguments...]; {@code catchswitch}
 * [parent pad, handlers..., unwind target if any]; {@code catchret} [pad, target]; {@code
 * cleanupret} [pad, unwind target if any]. A parent pad or unwind target that is absent ({@code
 * none}, {@code to caller}) is {@link ConstantTokenNone} or left out.
 */
public final class FuncletInst extends Instruction {
  private final boolean unwindsToCaller;

  public FuncletInst(Opcode opcode, Type type, boolean unwindsToCaller, Value... operands) {
    super(opcode, type, operands);
    this.unwindsToCaller = unwindsToCaller;
  }

  public boolean unwindsToCaller() {
    return unwindsToCaller;
  }

  @Override
  public boolean hasSideEffects() {
    return true;
  }
}
