package dev.lamina.bench.compile;

import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import dev.lamina.ir.text.IRReader;
import dev.lamina.ir.verify.Verifier;
import dev.lamina.jit.Jit;
import dev.lamina.object.ObjectFile;
import dev.lamina.object.Section;
import dev.lamina.target.Target;
import dev.lamina.target.Targets;

/** What Lamina does from text to linked code, one phase at a time, and all of it. */
final class LaminaPhases {
  private final Target target = Targets.forTriple(Targets.hostTriple());
  private final Program program;

  LaminaPhases(Program program) {
    this.program = program;
  }

  /** Reads a module with the bodies of all its functions. */
  Module read() {
    Module module = IRReader.read(program.name(), program.text());
    for (Function function : module.functions()) {
      if (!function.isDeclaration()) {
        function.blocks();
      }
    }
    return module;
  }

  void verify(Module module) {
    Verifier.verifyOrThrow(module);
  }

  /** Code generation, of a module whose bodies have been read. */
  ObjectFile compile(Module module) {
    return target.compile(module);
  }

  /** Links an object; the stack was made before. */
  long link(Jit jit, ObjectFile object) {
    jit.addObject(object);
    return jit.lookup(program.symbol()).address();
  }

  /** From text to linked code, as users have it done. */
  long total(Jit jit) {
    jit.addModule(IRReader.read(program.name(), program.text()));
    return jit.lookup(program.symbol()).address();
  }

  /** How many bytes of machine code an object has. */
  static long codeBytes(ObjectFile object) {
    long bytes = 0;
    for (Section section : object.sections()) {
      if (section.has(Section.EXECINSTR)) {
        bytes += section.size();
      }
    }
    return bytes;
  }
}
