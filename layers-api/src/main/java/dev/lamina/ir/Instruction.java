package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instruction. What all share is here: operands with use lists, flags, position, line, metadata.
 * The subclasses name what differs.
 */
public abstract class Instruction extends LocalValue implements Cloneable {
  static final Value[] NO_OPERANDS = {};

  private final Opcode opcode;
  private Value[] operands;
  private int flags;
  @Nullable BasicBlock parent;
  @Nullable Instruction previous;
  @Nullable Instruction next;
  private int line;
  private MetadataAttachments metadata = MetadataAttachments.NONE;
  private List<DebugRecord> debugRecords = List.of();

  /** {@code operands} is taken over, not copied. */
  Instruction(Opcode opcode, Type type, Value... operands) {
    super(type);
    this.opcode = opcode;
    this.operands = operands;
    for (Value v : operands) {
      if (v instanceof LocalValue local) {
        local.addUser(this);
      }
    }
  }

  public final Opcode opcode() {
    return opcode;
  }

  public final int operandCount() {
    return operands.length;
  }

  public final Value operand(int i) {
    return operands[i];
  }

  public final List<Value> operands() {
    return List.of(operands);
  }

  public final void setOperand(int i, Value value) {
    Value old = operands[i];
    if (old == value) {
      return;
    }
    if (old instanceof LocalValue local) {
      local.removeUser(this);
    }
    operands[i] = value;
    if (value instanceof LocalValue local) {
      local.addUser(this);
    }
  }

  /** For the instructions whose number of operands changes. */
  final void appendOperand(Value value) {
    operands = Arrays.copyOf(operands, operands.length + 1);
    operands[operands.length - 1] = value;
    if (value instanceof LocalValue local) {
      local.addUser(this);
    }
  }

  /** Takes operand {@code i} out; those behind it move up. */
  final void removeOperand(int i) {
    if (operands[i] instanceof LocalValue local) {
      local.removeUser(this);
    }
    Value[] fewer = new Value[operands.length - 1];
    System.arraycopy(operands, 0, fewer, 0, i);
    System.arraycopy(operands, i + 1, fewer, i, fewer.length - i);
    operands = fewer;
  }

  /** Bits of {@link InstructionFlags}. */
  public final int flags() {
    return flags;
  }

  public final boolean hasFlag(int flag) {
    return (flags & flag) != 0;
  }

  public final void setFlags(int flags) {
    this.flags = flags;
  }

  /** The block that this instruction is in, or null. */
  public final @Nullable BasicBlock parent() {
    return parent;
  }

  @Override
  public final @Nullable Function function() {
    return parent == null ? null : parent.parent;
  }

  public final @Nullable Instruction next() {
    return next;
  }

  public final @Nullable Instruction previous() {
    return previous;
  }

  /** The line of the text it was read from, from 1; 0 if it was not read from text. */
  public final int line() {
    return line;
  }

  public final void setLine(int line) {
    this.line = line;
  }

  public final MetadataAttachments metadata() {
    return metadata;
  }

  public final void setMetadata(MetadataAttachments metadata) {
    this.metadata = metadata;
  }

  /** The debug records ({@code #dbg_value} and the like) that stand before this instruction. */
  public final List<DebugRecord> debugRecords() {
    return debugRecords;
  }

  public final void setDebugRecords(List<DebugRecord> records) {
    debugRecords = List.copyOf(records);
  }

  /**
   * The blocks that this terminator can jump to, one for each edge; none for other instructions.
   */
  public final List<BasicBlock> successors() {
    if (!opcode.isTerminator()) {
      return List.of();
    }
    List<BasicBlock> result = new ArrayList<>(2);
    for (Value v : operands) {
      if (v instanceof BasicBlock b) {
        result.add(b);
      }
    }
    return result;
  }

  /** Takes this instruction out of its block and drops its operands. It must have no uses. */
  public final void erase() {
    checkState(!hasUses(), "%s is still used", opcode);
    if (parent != null) {
      parent.remove(this);
    }
    dropOperands();
  }

  /** Forgets the operands, so that this instruction is nobody's user any more. */
  public final void dropOperands() {
    for (Value v : operands) {
      if (v instanceof LocalValue local) {
        local.removeUser(this);
      }
    }
    operands = NO_OPERANDS;
  }

  /**
   * A copy that is in no block and used by nobody, with other operands, as many as this has; the
   * array is taken over. What else an instruction holds does not change, and is shared.
   */
  Instruction copyWith(Value[] newOperands) {
    checkArgument(newOperands.length == operands.length, "%s: wrong number of operands", opcode);
    Instruction copy;
    try {
      copy = (Instruction) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
    copy.parent = null;
    copy.previous = null;
    copy.next = null;
    copy.forgetUsers();
    copy.operands = newOperands;
    for (Value v : newOperands) {
      if (v instanceof LocalValue local) {
        local.addUser(copy);
      }
    }
    return copy;
  }

  /** Whether it may write memory, transfer control or otherwise do more than give a result. */
  public boolean hasSideEffects() {
    return opcode.isTerminator();
  }
}
