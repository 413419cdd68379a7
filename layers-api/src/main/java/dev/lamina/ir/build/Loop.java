package dev.lamina.ir.build;

import static com.google.common.base.Preconditions.checkState;

import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Value;

/** A loop that is being written: how its body leaves it, or goes on with the next round. */
public final class Loop {
  private final FunctionBuilder function;
  private final BasicBlock next;
  private final BasicBlock after;
  private boolean ended;

  Loop(FunctionBuilder function, BasicBlock next, BasicBlock after) {
    this.function = function;
    this.next = next;
    this.after = after;
  }

  /** Leaves the loop: {@code break}. Ends the block. */
  public void exit() {
    checkOpen();
    function.br(after);
  }

  /** Leaves the loop if {@code condition} holds. */
  public void exitIf(Value condition) {
    checkOpen();
    function.leaveIf(condition, after);
  }

  /** Goes on with the next round: {@code continue}. Ends the block. */
  public void next() {
    checkOpen();
    function.br(next);
  }

  /** Goes on with the next round if {@code condition} holds. */
  public void nextIf(Value condition) {
    checkOpen();
    function.leaveIf(condition, next);
  }

  private void checkOpen() {
    checkState(!ended, "the loop has ended; only its body can leave it");
  }

  void end() {
    ended = true;
  }
}
