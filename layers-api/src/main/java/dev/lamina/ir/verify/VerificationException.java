package dev.lamina.ir.verify;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;

/** IR that breaks rules; the message lists all violations. */
public final class VerificationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ImmutableList<Violation> violations;

  VerificationException(ImmutableList<Violation> violations) {
    super(Joiner.on('\n').join(violations));
    this.violations = violations;
  }

  public ImmutableList<Violation> violations() {
    return violations;
  }
}
