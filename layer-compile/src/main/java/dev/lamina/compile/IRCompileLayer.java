package dev.lamina.compile;

import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReadException;
import dev.lamina.ir.verify.VerificationException;
import dev.lamina.ir.verify.Verifier;
import dev.lamina.layer.IRLayer;
import dev.lamina.layer.ObjectLayer;
import dev.lamina.object.ObjectFile;
import dev.lamina.session.JitException;
import dev.lamina.session.Responsibility;
import dev.lamina.target.AssemblySymbols;
import dev.lamina.target.ModuleAssemblyException;
import dev.lamina.target.Target;
import dev.lamina.target.UnsupportedConstructException;

/**
 * Compiles modules to objects for the layer below.
 *
 * <pre>
 *   IRLayer compiler = new IRCompileLayer(target, new ObjectLinkingLayer(target.linkSupport(), memory));
 *   compiler.add(library.defaultTracker(), module);
 * </pre>
 */
public final class IRCompileLayer implements IRLayer {
  /**
   * How modules are compiled.
   *
   * @param verify modules are verified first. A target may do anything with IR that breaks the
   *     rules, so this may be left out only for modules that are known to keep them
   */
  public record Options(boolean verify) {
    /** Modules are verified. */
    public static final Options DEFAULT = new Options(true);

    public Options verify(boolean newVerify) {
      return new Options(newVerify);
    }
  }

  private final Target target;
  private final ObjectLayer below;
  private final Options options;

  public IRCompileLayer(Target target, ObjectLayer below) {
    this(target, below, Options.DEFAULT);
  }

  /**
   * @param target what compiles; modules of another machine's triple are refused
   * @param below takes the objects
   */
  public IRCompileLayer(Target target, ObjectLayer below, Options options) {
    this.target = target;
    this.below = below;
    this.options = options;
  }

  @Override
  public AssemblySymbols assemblySymbols(Module module) {
    return target.assemblySymbols(module);
  }

  @Override
  public void emit(Responsibility responsibility, Module module) {
    if (!responsibility.isOpen()) {
      return; // removed meanwhile: nobody wants the code
    }
    ObjectFile object;
    try {
      checkTriple(module);
      object = options.verify ? verifyAndCompile(module) : target.compile(module);
    } catch (RuntimeException | StackOverflowError e) {
      responsibility.fail(named(module, e));
      return;
    }
    below.emit(responsibility, object);
  }

  /** Each function is verified right before it is compiled, while it is at hand. */
  private ObjectFile verifyAndCompile(Module module) {
    Verifier.verifySymbolsOrThrow(module);
    try {
      return target.compile(module, Verifier::verifyOrThrow);
    } catch (VerificationException first) {
      Verifier.verifyOrThrow(module); // to tell of all that is wrong
      throw first;
    }
  }

  private void checkTriple(Module module) {
    String triple = module.targetTriple();
    if (!triple.isEmpty() && !target.supports(triple)) {
      throw new JitException(
          "%s is for %s; this stack compiles for %s"
              .formatted(module.name(), triple, target.name()));
    }
  }

  /** What is wrong with a program names its place itself; for the rest the module is said here. */
  private static Throwable named(Module module, Throwable e) {
    if (e instanceof UnsupportedConstructException
        || e instanceof ModuleAssemblyException
        || e instanceof IRReadException
        || e instanceof VerificationException
        || e instanceof JitException) {
      return e;
    }
    return new JitException("compiling " + module.name() + ": " + e, e);
  }
}
