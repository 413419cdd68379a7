package dev.lamina.bench.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Iterables;
import com.sun.jna.Function;
import com.sun.jna.Pointer;
import dev.lamina.ir.BasicBlock;
import dev.lamina.ir.Module;
import dev.lamina.jit.Jit;
import dev.lamina.object.ObjectFile;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every phase that is timed makes code that gives the right result. */
class ProgramTest {
  /** What {@code check} of k20.c returns, compiled by clang at any level. */
  private static final long CHECK = 611944621696L;

  @Test
  void phasesMakeWhatTheWholeMakes() throws Exception {
    Program program = Program.load("k20", "O0");
    LaminaPhases phases = new LaminaPhases(program);
    Module module = phases.read();
    phases.verify(module);
    ObjectFile object = phases.compile(module);
    assertThat(LaminaPhases.codeBytes(object)).isPositive();
    try (Jit jit = Jit.create()) {
      assertThat(phases.link(jit, object)).isEqualTo(jit.lookup("check").address());
      assertThat(jit.lookup("check").call()).isEqualTo(CHECK);
    }
    try (Jit jit = Jit.create()) {
      assertThat(phases.total(jit)).isEqualTo(jit.lookup("check").address());
      assertThat(jit.lookup("check").call()).isEqualTo(CHECK);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"O0", "O2"})
  void llvmMakesTheSame(String level) throws Exception {
    Assumptions.assumeTrue(LlvmOrc.isAvailable(), "LLVM comes with -Ppeers");
    try (LlvmOrc orc = new LlvmOrc(Program.load("k20", level))) {
      orc.prepare();
      Function check = Function.getFunction(new Pointer(orc.total()));
      assertThat(check.invokeLong(new Object[0])).isEqualTo(CHECK);
      assertThat(LaminaPhases.codeBytes(orc.object())).isPositive();
    }
  }

  @Test
  void instructionsAreCounted() throws Exception {
    Program program = Program.load("k20", "O0");
    long counted = 0;
    for (dev.lamina.ir.Function function : new LaminaPhases(program).read().functions()) {
      for (BasicBlock block :
          function.isDeclaration() ? List.<BasicBlock>of() : function.blocks()) {
        counted += Iterables.size(block);
      }
    }
    assertThat(program.instructions()).isEqualTo(counted);
  }

  @Test
  void anUnknownProgramIsNamed() {
    assertThatThrownBy(() -> Program.load("k21", "O0"))
        .hasMessage("no program is called k21; there are k20, zlib, lua, sqlite3");
  }
}
