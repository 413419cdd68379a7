package dev.lamina.ir;

/** {@code asm "..."}: the callee of a call that is assembly text. */
public final class InlineAsm extends Value {
  private final FunctionType functionType;
  private final String template;
  private final String constraints;
  private final boolean sideEffect;
  private final boolean alignStack;
  private final boolean intelDialect;
  private final boolean unwind;

  public InlineAsm(
      FunctionType functionType,
      String template,
      String constraints,
      boolean sideEffect,
      boolean alignStack,
      boolean intelDialect,
      boolean unwind) {
    super(Types.PTR);
    this.functionType = functionType;
    this.template = template;
    this.constraints = constraints;
    this.sideEffect = sideEffect;
    this.alignStack = alignStack;
    this.intelDialect = intelDialect;
    this.unwind = unwind;
  }

  public FunctionType functionType() {
    return functionType;
  }

  public String template() {
    return template;
  }

  public String constraints() {
    return constraints;
  }

  public boolean hasSideEffect() {
    return sideEffect;
  }

  public boolean isAlignStack() {
    return alignStack;
  }

  public boolean isIntelDialect() {
    return intelDialect;
  }

  public boolean canUnwind() {
    return unwind;
  }

  @Override
  public String toString() {
    return "asm "
        + (sideEffect ? "sideeffect " : "")
        + (alignStack ? "alignstack " : "")
        + (intelDialect ? "inteldialect " : "")
        + (unwind ? "unwind " : "")
        + Names.quoted(template)
        + ", "
        + Names.quoted(constraints);
  }
}
