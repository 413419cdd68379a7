package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A straight run of instructions that ends in a terminator. Instructions form a doubly linked list:
 * inserting and removing one takes constant time.
 */
public final class BasicBlock extends LocalValue implements Iterable<Instruction> {
  @Nullable Function parent;
  private @Nullable Instruction first;
  private @Nullable Instruction last;

  /** A block that belongs to no function yet; see {@link Function#addBlock}. */
  public BasicBlock() {
    super(Types.LABEL);
  }

  public BasicBlock(@Nullable String name) {
    this();
    setName(name);
  }

  @Override
  public @Nullable Function function() {
    return parent;
  }

  public @Nullable Instruction first() {
    return first;
  }

  public @Nullable Instruction last() {
    return last;
  }

  /** The terminator, or null if the block does not end in one (yet). */
  public @Nullable Instruction terminator() {
    return last != null && last.opcode().isTerminator() ? last : null;
  }

  /** How many instructions there are; walks over them. */
  public int countInstructions() {
    int count = 0;
    for (Instruction i = first; i != null; i = i.next) {
      count++;
    }
    return count;
  }

  /** The first instruction that is not a phi. */
  public @Nullable Instruction firstNonPhi() {
    Instruction i = first;
    while (i instanceof PhiNode) {
      i = i.next;
    }
    return i;
  }

  public void append(Instruction i) {
    insertBefore(i, null);
  }

  /** Inserts {@code i} before {@code before}, or at the end if that is null. */
  public void insertBefore(Instruction i, @Nullable Instruction before) {
    checkArgument(i.parent == null, "%s is in a block already", i.opcode());
    checkArgument(before == null || before.parent == this, "the position is in another block");
    Instruction after = before == null ? last : before.previous;
    i.parent = this;
    i.previous = after;
    i.next = before;
    if (after == null) {
      first = i;
    } else {
      after.next = i;
    }
    if (before == null) {
      last = i;
    } else {
      before.previous = i;
    }
  }

  /** Takes {@code i} out of this block; its operands stay. */
  public void remove(Instruction i) {
    checkArgument(i.parent == this, "the instruction is in another block");
    if (i.previous == null) {
      first = i.next;
    } else {
      i.previous.next = i.next;
    }
    if (i.next == null) {
      last = i.previous;
    } else {
      i.next.previous = i.previous;
    }
    i.parent = null;
    i.previous = null;
    i.next = null;
  }

  /**
   * The blocks that end in a jump to this one. A block stands in the list once for each edge, so
   * twice if both ways of its branch lead here.
   */
  public List<BasicBlock> predecessors() {
    List<BasicBlock> result = new ArrayList<>(useCount());
    for (int n = 0; n < useCount(); n++) {
      Instruction user = user(n);
      if (user.opcode().isTerminator() && user.parent != null) {
        result.add(user.parent);
      }
    }
    return result;
  }

  /** The blocks that the terminator can jump to, one for each edge. */
  public List<BasicBlock> successors() {
    Instruction t = terminator();
    return t == null ? List.of() : t.successors();
  }

  /**
   * The instructions in order. The one just returned may be removed, and others inserted after it,
   * while iterating.
   */
  @Override
  public Iterator<Instruction> iterator() {
    return new Iterator<>() {
      private @Nullable Instruction upcoming = first;

      @Override
      public boolean hasNext() {
        return upcoming != null;
      }

      @Override
      public Instruction next() {
        Instruction i = upcoming;
        if (i == null) {
          throw new NoSuchElementException();
        }
        upcoming = i.next;
        return i;
      }
    };
  }
}
