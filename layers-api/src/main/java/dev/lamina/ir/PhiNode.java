package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code phi}. The incoming blocks are not operands: whoever redirects an edge calls {@link
 * #setIncomingBlock}.
 */
public final class PhiNode extends Instruction {
  private BasicBlock[] blocks;

  public PhiNode(Type type) {
    super(Opcode.PHI, type);
    blocks = new BasicBlock[0];
  }

  /** The arrays, of one length, are taken over. */
  public PhiNode(Type type, Value[] values, BasicBlock[] blocks) {
    super(Opcode.PHI, type, values);
    this.blocks = blocks;
  }

  @Override
  PhiNode copyWith(Value[] newOperands) {
    PhiNode copy = (PhiNode) super.copyWith(newOperands);
    copy.blocks = blocks.clone();
    return copy;
  }

  public int incomingCount() {
    return blocks.length;
  }

  public Value incomingValue(int i) {
    return operand(i);
  }

  public BasicBlock incomingBlock(int i) {
    return blocks[i];
  }

  public void setIncomingBlock(int i, BasicBlock block) {
    blocks[i] = block;
  }

  /**
   * Adds what the phi is when control comes from {@code block}; once for each edge from there.
   *
   * @throws IllegalArgumentException if the type is another, the block is one of another function,
   *     or another value comes from it already
   */
  public void addIncoming(Value value, BasicBlock block) {
    checkArgument(
        value.type().equals(type()),
        "%s of type '%s' comes into a phi of type '%s'",
        value,
        value.type(),
        type());
    Function f = function();
    checkArgument(
        f == null || block.parent == null || block.parent == f,
        "block %s is in %s, the phi in %s",
        block,
        block.parent,
        f);
    Value old = incomingFrom(block);
    checkArgument(
        old == null || old.equals(value),
        "%s comes into this phi from %s, from where %s comes already",
        value,
        block,
        old);
    appendOperand(value);
    blocks = Arrays.copyOf(blocks, blocks.length + 1);
    blocks[blocks.length - 1] = block;
  }

  public void removeIncoming(int i) {
    removeOperand(i);
    BasicBlock[] fewer = new BasicBlock[blocks.length - 1];
    System.arraycopy(blocks, 0, fewer, 0, i);
    System.arraycopy(blocks, i + 1, fewer, i, fewer.length - i);
    blocks = fewer;
  }

  /** The value that comes from {@code block}, or null if none does. */
  public @Nullable Value incomingFrom(BasicBlock block) {
    for (int i = 0; i < blocks.length; i++) {
      if (blocks[i] == block) {
        return operand(i);
      }
    }
    return null;
  }
}
