package dev.lamina.hunt;

import dev.lamina.jit.Jit;
import dev.lamina.session.ResourceTracker;
import java.io.IOException;

/** A module is added, called and removed, again and again: what it took must come back. */
final class SoakRounds {
  private static final int SAMPLES = 10;
  private static final long TOLERANCE_KILOBYTES = 1 << 10;

  private SoakRounds() {}

  /** Empty, or what is wrong. */
  static String run(Jit.Builder stack, int rounds) throws IOException {
    Residence residence = new Residence(TOLERANCE_KILOBYTES);
    try (Jit jit = stack.build()) {
      for (int round = 1; round <= rounds; round++) {
        ResourceTracker tracker =
            jit.addModule(
                "round",
                """
                @count = global i64 %d
                @text = private constant [4 x i8] c"abc\\00"
                declare i64 @strlen(ptr)
                define i64 @add(i64 %%a) uwtable {
                  %%n = call i64 @strlen(ptr @text)
                  %%c = load i64, ptr @count
                  %%s = add i64 %%c, %%n
                  %%r = add i64 %%s, %%a
                  ret i64 %%r
                }
                """
                    .formatted(round));
        long sum = jit.lookup("add").call(1000);
        if (sum != round + 1003) {
          return "round %d gives %d".formatted(round, sum);
        }
        tracker.remove();
        if (round % (rounds / SAMPLES) == 0) {
          residence.sample("%,d rounds".formatted(round));
        }
      }
      if (jit.library().isDefined("add") || jit.library().trackers().size() != 1) {
        return "what was removed is still there: " + jit.library().trackers();
      }
    }
    return residence.verdict();
  }
}
