package dev.lamina.ir;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that belongs to one function: an argument, a basic block or an instruction. It knows the
 * instructions that use it, one entry for each operand that refers to it, in no particular order.
 */
public abstract class LocalValue extends Value {
  private static final Instruction[] NONE = {};

  private @Nullable String name;

  /** The first user is kept apart: most values have one, and then there is no array. */
  private @Nullable Instruction firstUser;

  private Instruction[] moreUsers = NONE;
  private int useCount;

  /**
   * A number for whoever works on the whole function at the time (code generation, a printer, an
   * analysis); nobody else may rely on it.
   */
  public int number;

  LocalValue(Type type) {
    super(type);
  }

  /** The name without {@code %}, or null if the value is numbered when printed. */
  public final @Nullable String name() {
    return name;
  }

  /** Uniqueness of names within the function is the caller's to keep; the verifier checks it. */
  public final void setName(@Nullable String name) {
    this.name = name;
  }

  /** The function that this value is part of, or null while it is in none. */
  public abstract @Nullable Function function();

  /** How many operands refer to this value. */
  public final int useCount() {
    return useCount;
  }

  public final boolean hasUses() {
    return useCount != 0;
  }

  /** The user number {@code i}, {@code 0 <= i < useCount()}. The order changes as uses go. */
  public final Instruction user(int i) {
    if (i >= useCount || i < 0) {
      throw new IndexOutOfBoundsException(i);
    }
    return i == 0 ? first() : moreUsers[i - 1];
  }

  /** A copy of the users; an instruction that uses this value twice stands in it twice. */
  public final List<Instruction> users() {
    Instruction[] copy = new Instruction[useCount];
    for (int i = 0; i < useCount; i++) {
      copy[i] = user(i);
    }
    return List.of(copy);
  }

  /** Makes every operand that refers to this value refer to {@code replacement}. */
  public final void replaceAllUsesWith(Value replacement) {
    if (replacement == this) {
      return;
    }
    while (useCount > 0) {
      Instruction user = user(useCount - 1);
      for (int i = 0; i < user.operandCount(); i++) {
        if (user.operand(i) == this) {
          user.setOperand(i, replacement);
        }
      }
    }
  }

  final void addUser(Instruction user) {
    if (useCount == 0) {
      firstUser = user;
    } else {
      if (useCount - 1 == moreUsers.length) {
        moreUsers = Arrays.copyOf(moreUsers, Math.max(2, moreUsers.length * 2));
      }
      moreUsers[useCount - 1] = user;
    }
    useCount++;
  }

  final void removeUser(Instruction user) {
    int at = useCount - 1;
    while (at > 0 && moreUsers[at - 1] != user) {
      at--;
    }
    if (at < 0 || (at == 0 && firstUser != user)) {
      throw new IllegalStateException("use list of " + this + " is broken; please report");
    }
    Instruction last = user(useCount - 1);
    if (at == 0) {
      firstUser = last;
    } else {
      moreUsers[at - 1] = last;
    }
    useCount--;
    if (useCount == 0) {
      firstUser = null;
    }
  }

  /** All users are gone at once. */
  final void forgetUsers() {
    firstUser = null;
    moreUsers = NONE;
    useCount = 0;
  }

  private Instruction first() {
    Instruction first = firstUser;
    if (first == null) {
      throw new IllegalStateException("use list is broken; please report");
    }
    return first;
  }

  @Override
  public String toString() {
    if (name != null) {
      return Names.local(name);
    }
    Function f = function();
    return f == null ? "%<unnamed>" : "%" + f.printedNumber(this);
  }
}
