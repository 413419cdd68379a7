package dev.lamina.ir.verify;

import com.google.common.collect.ImmutableList;
import dev.lamina.ir.Function;
import dev.lamina.ir.Module;

/**
 * Checks the rules of IR. What passes here, transforms and code generation need not check again.
 *
 * <p>Uses {@link dev.lamina.ir.LocalValue#number} of what it checks.
 */
public final class Verifier {
  private Verifier() {}

  /** All violations in a module; reads bodies that have not been read yet. */
  public static ImmutableList<Violation> verify(Module module) {
    Report report = new Report(module);
    new ModuleVerifier(module, report).verify();
    FunctionVerifier functions = new FunctionVerifier(report);
    for (Function f : module.functions()) {
      if (!f.isDeclaration()) {
        functions.verify(f);
      }
    }
    return report.violations();
  }

  /** The violations in symbols: all of a module but the bodies of functions, which are not read. */
  public static ImmutableList<Violation> verifySymbols(Module module) {
    Report report = new Report(module);
    new ModuleVerifier(module, report).verify();
    return report.violations();
  }

  /** The violations in the body of a definition. */
  public static ImmutableList<Violation> verify(Function function) {
    Report report = new Report(function.module());
    new FunctionVerifier(report).verify(function);
    return report.violations();
  }

  /**
   * @throws VerificationException if there is any violation
   */
  public static void verifyOrThrow(Module module) {
    throwIfAny(verify(module));
  }

  /**
   * @throws VerificationException if there is any violation
   */
  public static void verifyOrThrow(Function function) {
    throwIfAny(verify(function));
  }

  /**
   * @throws VerificationException if there is any violation outside of the bodies of functions
   */
  public static void verifySymbolsOrThrow(Module module) {
    throwIfAny(verifySymbols(module));
  }

  private static void throwIfAny(ImmutableList<Violation> violations) {
    if (!violations.isEmpty()) {
      throw new VerificationException(violations);
    }
  }
}
