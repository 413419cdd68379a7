package dev.lamina.jit;

import static dev.lamina.ir.Types.I64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.FunctionType;
import dev.lamina.ir.Module;
import dev.lamina.ir.build.FunctionBuilder;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Functions written by structure do what the structure says. */
class FunctionBuilderRunTest {
  private static final int PROGRAMS = 300;
  private static final FunctionType TYPE =
      FunctionType.get(I64, Collections.nCopies(StructuredProgram.VARIABLES, I64), false);

  @Test
  void randomStructures() {
    Module module = new Module("random");
    StructuredProgram[] programs = new StructuredProgram[PROGRAMS];
    for (int seed = 0; seed < PROGRAMS; seed++) {
      programs[seed] = new StructuredProgram(seed);
      FunctionBuilder.define(module, "f" + seed, TYPE, programs[seed]::build);
    }
    Random random = new Random(1);
    try (Jit jit = Jit.create()) {
      jit.addModule(module);
      for (int seed = 0; seed < PROGRAMS; seed++) {
        NativeFunction compiled = jit.lookup("f" + seed);
        for (int round = 0; round < 10; round++) {
          long[] arguments = random.longs(StructuredProgram.VARIABLES, -5, 10).toArray();
          assertThat(compiled.call(arguments))
              .as("program %s of %s", seed, Arrays.toString(arguments))
              .isEqualTo(programs[seed].run(arguments));
        }
      }
    }
  }
}
