package dev.lamina.transform;

import dev.lamina.ir.Module;
import dev.lamina.layer.IRLayer;
import dev.lamina.session.JitException;
import dev.lamina.session.Responsibility;
import dev.lamina.target.AssemblySymbols;
import java.util.function.UnaryOperator;

/**
 * Applies a transform to each module before the layer below gets it.
 *
 * <pre>
 *   new IRTransformLayer("drop unused functions", new DropUnusedFunctions(), compileLayer)
 * </pre>
 */
public final class IRTransformLayer implements IRLayer {
  private final String name;
  private final UnaryOperator<Module> transform;
  private final IRLayer below;

  /**
   * @param name what messages call the transform
   * @param transform applied on compile threads, by several at a time if the session has several
   * @param below gets what the transform returns
   */
  public IRTransformLayer(String name, UnaryOperator<Module> transform, IRLayer below) {
    this.name = name;
    this.transform = transform;
    this.below = below;
  }

  @Override
  public AssemblySymbols assemblySymbols(Module module) {
    return below.assemblySymbols(module);
  }

  @Override
  public void emit(Responsibility responsibility, Module module) {
    Module transformed;
    try {
      transformed = transform.apply(module);
    } catch (RuntimeException | StackOverflowError e) { // else look-ups would wait for ever
      responsibility.fail(
          new JitException("transform \"%s\" of %s: %s".formatted(name, module.name(), e), e));
      return;
    }
    below.emit(responsibility, transformed);
  }
}
