package dev.lamina.ir;

import java.util.List;

/**
 * A call: {@code call}, {@code invoke} or {@code callbr}. Operands: the arguments, then the blocks
 * that an {@code invoke} (normal, unwind) or {@code callbr} (default, indirect...) leads to, last
 * the callee. Inputs of operand bundles are not operands (no code that we run has any).
 */
public abstract class CallBase extends Instruction {
  private final FunctionType functionType;
  private int callingConvention;
  private AttributeList attributes = AttributeList.EMPTY;
  private List<OperandBundle> bundles = List.of();

  CallBase(Opcode opcode, FunctionType functionType, Value[] operands) {
    super(opcode, functionType.returnType(), operands);
    this.functionType = functionType;
  }

  static Value[] operandsOf(Value callee, Value[] arguments, BasicBlock... targets) {
    Value[] operands = new Value[arguments.length + targets.length + 1];
    System.arraycopy(arguments, 0, operands, 0, arguments.length);
    System.arraycopy(targets, 0, operands, arguments.length, targets.length);
    operands[operands.length - 1] = callee;
    return operands;
  }

  /** The type that the call assumes of its callee, whatever that was declared as. */
  public final FunctionType functionType() {
    return functionType;
  }

  public final Value callee() {
    return operand(operandCount() - 1);
  }

  public final int argumentCount() {
    return operandCount() - 1 - targetCount();
  }

  public final Value argument(int i) {
    return operand(i);
  }

  abstract int targetCount();

  /** A number of {@link CallingConvention}. */
  public final int callingConvention() {
    return callingConvention;
  }

  public final void setCallingConvention(int callingConvention) {
    this.callingConvention = callingConvention;
  }

  /** The attributes that stand at the call, without those of the callee. */
  public final AttributeList attributes() {
    return attributes;
  }

  public final void setAttributes(AttributeList attributes) {
    this.attributes = attributes;
  }

  public final List<OperandBundle> bundles() {
    return bundles;
  }

  public final void setBundles(List<OperandBundle> bundles) {
    this.bundles = List.copyOf(bundles);
  }

  /** Whether the call or the function it names directly has the function attribute. */
  public final boolean hasFunctionAttribute(AttributeKind kind) {
    return attributes.function().has(kind)
        || (callee() instanceof Function f && f.attributes().function().has(kind));
  }

  @Override
  public boolean hasSideEffects() {
    return true;
  }
}
