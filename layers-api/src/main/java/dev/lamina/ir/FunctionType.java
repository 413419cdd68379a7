package dev.lamina.ir;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/** {@code R (P, ...)}. */
public final class FunctionType extends Type {
  private final Type returnType;
  private final List<Type> parameters;
  private final boolean varArg;

  private FunctionType(Type returnType, List<Type> parameters, boolean varArg) {
    super(TypeKind.FUNCTION);
    this.returnType = returnType;
    this.parameters = parameters;
    this.varArg = varArg;
  }

  public static FunctionType get(Type returnType, List<Type> parameters, boolean varArg) {
    for (Type p : parameters) {
      checkArgument(p.isFirstClass(), "%s cannot be the type of a parameter", p);
    }
    return (FunctionType)
        INTERNER.intern(new FunctionType(returnType, List.copyOf(parameters), varArg));
  }

  public static FunctionType get(Type returnType, Type... parameters) {
    return get(returnType, List.of(parameters), false);
  }

  public Type returnType() {
    return returnType;
  }

  public List<Type> parameters() {
    return parameters;
  }

  public boolean isVarArg() {
    return varArg;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof FunctionType t
        && t.varArg == varArg
        && t.returnType.equals(returnType)
        && t.parameters.equals(parameters);
  }

  @Override
  public int hashCode() {
    return (returnType.hashCode() * 31 + parameters.hashCode()) * 31 + (varArg ? 1 : 0);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder().append(returnType).append(" (");
    String separator = "";
    for (Type p : parameters) {
      out.append(separator).append(p);
      separator = ", ";
    }
    if (varArg) {
      out.append(separator).append("...");
    }
    return out.append(')').toString();
  }
}
