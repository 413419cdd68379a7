import static dev.lamina.ir.IntPredicate.SGE;
import static dev.lamina.ir.IntPredicate.SLT;
import static dev.lamina.ir.Types.I64;
import static dev.lamina.ir.Types.PTR;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.lamina.ir.FunctionType;
import dev.lamina.ir.Module;
import dev.lamina.ir.Value;
import dev.lamina.ir.build.FunctionBuilder;
import dev.lamina.ir.build.Variable;
import dev.lamina.jit.Jit;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Which rows of a column of a million numbers lie in a range that is known only now? Once by a
 * function compiled for this range, once in plain Java: {@code examples/run Filter}.
 */
public final class Filter {
  private static final int ROWS = 1_000_000;

  /** How the compiled function is called: an interface is all that it takes. */
  public interface Filtering {
    long apply(Pointer column, long rows, Pointer selected);
  }

  public static void main(String[] arguments) {
    long low = 250;
    long high = 500;
    long[] prices = new Random(1).longs(ROWS, 0, 1000).toArray();

    // Memory that compiled code can reach by address. Java's own arrays move about.
    Memory column = new Memory(8L * ROWS);
    column.write(0, prices, 0, ROWS);
    Memory selected = new Memory(8L * ROWS);

    long[] selectedInJava = new long[ROWS];
    try (Jit jit = Jit.create()) {
      jit.addModule(filter(low, high));
      Filtering filter = jit.lookup("filter").as(Filtering.class);
      long count = measure("compiled", () -> filter.apply(column, ROWS, selected));
      measure("Java    ", () -> filterInJava(prices, low, high, selectedInJava));

      long[] selectedByFilter = selected.getLongArray(0, (int) count);
      boolean same = Arrays.equals(selectedByFilter, Arrays.copyOf(selectedInJava, (int) count));
      System.out.println(same ? "the same rows" : "different rows!");
    }
  }

  /**
   * {@code long filter(long *column, long rows, long *selected)}: writes the numbers of the rows
   * and returns how many they are. The range is part of the code.
   */
  private static Module filter(long low, long high) {
    Module module = new Module("filter");
    FunctionBuilder.define(
        module,
        "filter",
        FunctionType.get(I64, PTR, I64, PTR),
        f -> {
          f.nameArguments("column", "rows", "selected");
          Variable count = f.variable("count", f.i64(0));
          f.forRange(
              "row",
              f.i64(0),
              f.argument(1),
              (row, loop) -> {
                Value price = f.named("price", f.load(I64, f.element(I64, f.argument(0), row)));
                loop.nextIf(f.icmp(SLT, price, low));
                loop.nextIf(f.icmp(SGE, price, high));
                f.store(row, f.element(I64, f.argument(2), count.get()));
                count.set(f.add(count.get(), 1));
              });
          f.ret(count.get());
        });
    return module;
  }

  private static long filterInJava(long[] column, long low, long high, long[] selected) {
    int count = 0;
    for (int row = 0; row < column.length; row++) {
      long price = column[row];
      if (price >= low && price < high) {
        selected[count++] = row;
      }
    }
    return count;
  }

  /** The best of many rounds, in which Java's own compiler has had its chance. */
  private static long measure(String what, LongSupplier filter) {
    long best = Long.MAX_VALUE;
    long rows = 0;
    for (int round = 0; round < 50; round++) {
      long start = System.nanoTime();
      rows = filter.getAsLong();
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.printf("%s %,9d rows in %,6d µs%n", what, rows, best / 1000);
    return rows;
  }
}
