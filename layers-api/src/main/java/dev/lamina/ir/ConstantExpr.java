package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A constant that is computed from others: {@code getelementptr}, casts, {@code add}, {@code sub},
 * {@code mul}, {@code xor}, and those that LLVM 14 still had ({@code icmp}, {@code select}, {@code
 * and}, ...).
 */
public final class ConstantExpr extends Constant {
  private final Opcode opcode;
  private final ImmutableList<Constant> operands;
  private final int flags;

  /** The source type of a {@code getelementptr}. */
  private final @Nullable Type sourceType;

  /** The {@code inrange} bounds or index of a {@code getelementptr} as written, or empty. */
  private final String inRange;

  /** The ordinal of the predicate of a comparison. */
  private final int predicate;

  private ConstantExpr(
      Opcode opcode,
      Type type,
      List<? extends Constant> operands,
      int flags,
      @Nullable Type sourceType,
      String inRange,
      int predicate) {
    super(type);
    this.opcode = opcode;
    this.operands = ImmutableList.copyOf(operands);
    this.flags = flags;
    this.sourceType = sourceType;
    this.inRange = inRange;
    this.predicate = predicate;
  }

  public static ConstantExpr cast(Opcode opcode, Constant value, Type to) {
    checkArgument(opcode.isCast(), "%s is not a cast", opcode);
    return new ConstantExpr(opcode, to, List.of(value), 0, null, "", 0);
  }

  /** Any operation whose result type has to be told: binary operations, select, shuffles. */
  public static ConstantExpr get(
      Opcode opcode, Type type, List<? extends Constant> operands, int flags) {
    return new ConstantExpr(opcode, type, operands, flags, null, "", 0);
  }

  /** {@code inRange} is {@code inrange(-16, 32)} or, as LLVM 14 had it, {@code inrange 2}. */
  public static ConstantExpr getElementPtr(
      Type sourceType, List<? extends Constant> operands, int flags, String inRange) {
    Type type = GetElementPtrInst.resultType(operands.toArray(new Value[0]));
    return new ConstantExpr(Opcode.GETELEMENTPTR, type, operands, flags, sourceType, inRange, 0);
  }

  public static ConstantExpr compare(IntPredicate predicate, Constant left, Constant right) {
    return new ConstantExpr(
        Opcode.ICMP,
        CmpTypes.of(left.type()),
        List.of(left, right),
        0,
        null,
        "",
        predicate.ordinal());
  }

  public static ConstantExpr compare(FloatPredicate predicate, Constant left, Constant right) {
    return new ConstantExpr(
        Opcode.FCMP,
        CmpTypes.of(left.type()),
        List.of(left, right),
        0,
        null,
        "",
        predicate.ordinal());
  }

  /** The same operation on other operands, of the same types. */
  ConstantExpr withOperands(List<? extends Constant> newOperands) {
    return new ConstantExpr(opcode, type(), newOperands, flags, sourceType, inRange, predicate);
  }

  public Opcode opcode() {
    return opcode;
  }

  public ImmutableList<Constant> operands() {
    return operands;
  }

  public Constant operand(int i) {
    return operands.get(i);
  }

  /** Bits of {@link InstructionFlags}. */
  public int flags() {
    return flags;
  }

  /** The type that the first index of a {@code getelementptr} counts. */
  public Type sourceType() {
    checkArgument(sourceType != null, "%s has no source type", opcode);
    return sourceType;
  }

  public String inRange() {
    return inRange;
  }

  public IntPredicate intPredicate() {
    checkArgument(opcode == Opcode.ICMP, "%s has no integer predicate", opcode);
    return IntPredicate.values()[predicate];
  }

  public FloatPredicate floatPredicate() {
    checkArgument(opcode == Opcode.FCMP, "%s has no floating-point predicate", opcode);
    return FloatPredicate.values()[predicate];
  }

  @Override
  public boolean equals(Object o) {
    return this == o
        || (o instanceof ConstantExpr c
            && c.opcode == opcode
            && c.flags == flags
            && c.predicate == predicate
            && c.type().equals(type())
            && c.operands.equals(operands)
            && c.inRange.equals(inRange)
            && (sourceType == null ? c.sourceType == null : sourceType.equals(c.sourceType)));
  }

  @Override
  public int hashCode() {
    return (opcode.hashCode() * 31 + operands.hashCode()) * 31 + flags + predicate;
  }

  /** For messages; the printer writes flags and types in full. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(opcode.text()).append(" (");
    String separator = "";
    for (Constant c : operands) {
      out.append(separator).append(c.type()).append(' ').append(c);
      separator = ", ";
    }
    return out.append(opcode.isCast() ? " to " + type() : "").append(')').toString();
  }
}
