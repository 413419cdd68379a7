import dev.lamina.cod.CompileOnDemandLayer;
import dev.lamina.ir.text.IRReader;
import dev.lamina.jit.Jit;
import dev.lamina.session.JitException;
import dev.lamina.session.SymbolLibrary;
import dev.lamina.session.SymbolLibrary.Redefinition;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongUnaryOperator;

/**
 * Adds modules to a program that runs, and replaces a function of it: {@code examples/run
 * LiveUpdate}
 *
 * <p>The program loops in compiled code, on a thread of its own. The functions that it calls are
 * stubs, so it goes on with the new definition as soon as there is one; it asks for the next after
 * each.
 */
public final class LiveUpdate {
  private static final String LOOP =
      """
      declare i64 @price(i64)
      declare i64 @report(i64)
      define i64 @loop(i64 %items) {
        br label %next
      next:
        %p = call i64 @price(i64 %items)
        %more = call i64 @report(i64 %p)
        %go = icmp ne i64 %more, 0
        br i1 %go, label %next, label %end
      end:
        ret i64 %p
      }
      """;

  public static void main(String[] arguments) throws InterruptedException {
    try (Jit jit =
        Jit.builder()
            .lazy(CompileOnDemandLayer.Options.DEFAULT)
            .redefinition(Redefinition.REPLACES)
            .build()) {
      String[] updates = {
        "define i64 @price(i64 %n) { %p = mul i64 %n, 9  ret i64 %p }",
        """
        declare i64 @shipping()
        define i64 @price(i64 %n) {
          %s = call i64 @shipping()
          %p = mul i64 %n, 8
          %t = add i64 %p, %s
          ret i64 %t
        }
        """
      };
      int[] round = {0};
      jit.addFunction(
          "report",
          LongUnaryOperator.class,
          price -> {
            System.out.println("ten items cost " + price);
            if (round[0] == updates.length) {
              return 0;
            }
            jit.addModule("price, update " + (round[0] + 1), updates[round[0]++]);
            return 1;
          });
      jit.addModule("price", "define i64 @price(i64 %n) { %p = mul i64 %n, 10  ret i64 %p }");
      jit.addModule("shipping", "define i64 @shipping() { ret i64 5 }");
      jit.addModule("loop", LOOP);

      CountDownLatch ended = new CountDownLatch(1);
      LongUnaryOperator loop = jit.lookup("loop").as(LongUnaryOperator.class);
      new Thread(
              () -> {
                System.out.println("the last price is " + loop.applyAsLong(10));
                ended.countDown();
              })
          .start();
      ended.await();

      // Where definitions do not replace others, a second one is refused.
      SymbolLibrary strict = jit.createLibrary("strict", Redefinition.REFUSED);
      jit.addModule(strict.newTracker(), IRReader.read("first", "define void @f() { ret void }"));
      try {
        jit.addModule(
            strict.newTracker(), IRReader.read("second", "define void @f() { ret void }"));
      } catch (JitException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }
}
