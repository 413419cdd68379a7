package dev.lamina.jit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.session.ResourceTracker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.LongBinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JitCallsTest {
  private static final String SUM =
      "define i64 @sum(i64 %a, i64 %b) {\n  %c = add i64 %a, %b\n  ret i64 %c\n}\n";

  private final Jit jit = Jit.create();

  @AfterEach
  void close() {
    jit.close();
  }

  @Test
  void functionsAreCalledThroughInterfacesAndHandles() throws Throwable {
    jit.addModule("sum", SUM);
    NativeFunction sum = jit.lookup("sum");
    assertThat(sum.as(LongBinaryOperator.class).applyAsLong(40, 2)).isEqualTo(42);
    MethodHandle handle = sum.as(MethodType.methodType(long.class, long.class, long.class));
    assertThat((long) handle.invokeExact(40L, 2L)).isEqualTo(42);
    assertThat(sum.type()).hasToString("i64 (i64, i64)");
    assertThat(jit.lookup("strlen").type()).isNull();
  }

  interface Narrow {
    long f(byte a, char b, short c, boolean d, int e);
  }

  interface Flag {
    boolean isOdd(long n);
  }

  @Test
  void narrowIntegersAreExtendedAsTheIrSays() {
    jit.addModule(
        "narrow",
        """
        define i64 @f(i8 zeroext %a, i16 signext %b, i16 zeroext %c, i1 zeroext %d, i32 %e) {
          %a8 = zext i8 %a to i64
          %b8 = sext i16 %b to i64
          %c8 = zext i16 %c to i64
          %d8 = zext i1 %d to i64
          %e8 = sext i32 %e to i64
          %1 = mul i64 %a8, 1000000000000
          %2 = mul i64 %b8, 100000000
          %3 = mul i64 %c8, 100
          %4 = add i64 %1, %2
          %5 = add i64 %3, %4
          %6 = add i64 %d8, %5
          %7 = add i64 %e8, %6
          ret i64 %7
        }
        define i1 @isOdd(i64 %n) {
          %bit = trunc i64 %n to i1
          ret i1 %bit
        }
        """);
    Narrow f = jit.lookup("f").as(Narrow.class);
    assertThat(f.f((byte) -1, (char) 0xffff, (short) -1, true, -5))
        .isEqualTo(255 * 1000000000000L - 100000000 + 65535 * 100 + 1 - 5);
    Flag isOdd = jit.lookup("isOdd").as(Flag.class);
    assertThat(isOdd.isOdd(0x10)).isFalse();
    assertThat(isOdd.isOdd(0x7ffffffffffffffL)).isTrue();
  }

  @Test
  void whatDoesNotFitTheIrIsRefused() {
    jit.addModule("sum", SUM);
    jit.addModule(
        "others",
        """
        define void @byval(ptr byval([3 x i64]) %p) { ret void }
        define fastcc i64 @fast() { ret i64 1 }
        define float @float() { ret float 1.0 }
        define i64 @variadic(i64 %a, ...) { ret i64 %a }
        """);
    assertThatThrownBy(() -> jit.lookup("sum").as(DoubleBinaryOperator.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "sum is i64 (i64, i64) and cannot be called as double applyAsDouble(double, double) of"
                + " java.util.function.DoubleBinaryOperator: parameter 1 is i64, not double");
    assertThatThrownBy(() -> jit.lookup("sum").as(LongUnaryOperator.class))
        .hasMessageEndingWith(
            "long applyAsLong(long) of java.util.function.LongUnaryOperator: it has 2 parameters,"
                + " not 1");
    assertThatThrownBy(
            () -> jit.lookup("sum").as(MethodType.methodType(int.class, long.class, long.class)))
        .hasMessage(
            "sum is i64 (i64, i64) and cannot be called as int (long, long): the result is i64,"
                + " not int");
    assertThatThrownBy(() -> jit.lookup("byval").as(MethodType.methodType(void.class, long.class)))
        .hasMessageEndingWith(": parameter 1 is ptr byval, not long");
    assertThatThrownBy(() -> jit.lookup("fast").as(LongSupplier.class))
        .hasMessageEndingWith(": it does not have the C calling convention");
    assertThatThrownBy(() -> jit.lookup("float").as(LongSupplier.class))
        .hasMessageEndingWith(": the result is float, not long");
    assertThat(jit.lookup("variadic").as(LongBinaryOperator.class).applyAsLong(3, 4)).isEqualTo(3);
    assertThatThrownBy(
            () ->
                jit.lookup("variadic")
                    .as(MethodType.methodType(long.class, long.class, float.class)))
        .hasMessageEndingWith(": float is no type of a variadic argument in C");
  }

  @Test
  void javaFunctionsAreCalledAndRemoved() throws Throwable {
    ResourceTracker square = jit.addFunction("square", LongUnaryOperator.class, a -> a * a);
    MethodHandle isEven =
        MethodHandles.lookup()
            .findStatic(
                JitCallsTest.class, "isEven", MethodType.methodType(boolean.class, int.class));
    jit.addFunction("is_even", isEven, isEven.type());
    ResourceTracker user =
        jit.addModule(
            "user",
            """
            declare i64 @square(i64)
            declare zeroext i1 @is_even(i32)
            define i64 @use(i64 %a) {
              %s = call i64 @square(i64 %a)
              ret i64 %s
            }
            define zeroext i1 @even(i32 %a) {
              %e = call zeroext i1 @is_even(i32 %a)
              ret i1 %e
            }
            """);
    assertThat(jit.lookup("use").call(12)).isEqualTo(144);
    IntPredicate even = jit.lookup("even").as(IntPredicate.class);
    assertThat(even.test(6)).isTrue();
    assertThat(even.test(7)).isFalse();
    assertThatThrownBy(() -> jit.addFunction("square", LongUnaryOperator.class, a -> a))
        .isInstanceOf(dev.lamina.session.JitException.class)
        .hasMessageContaining("square is defined in");
    user.remove();
    square.remove();
    jit.addFunction("square", LongUnaryOperator.class, a -> -a);
    assertThat(jit.lookup("square").call(12)).isEqualTo(-12);
    assertThatThrownBy(() -> even.test(6))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("even was removed, with " + user + "; look it up again");
  }

  @SuppressWarnings("unused") // found by name
  private static boolean isEven(int n) {
    return n % 2 == 0;
  }

  @Test
  void exceptionsOfJavaFunctionsReachTheCaller() {
    jit.addFunction(
        "fail",
        LongUnaryOperator.class,
        a -> {
          throw new ArithmeticException("no " + a);
        });
    jit.addModule(
        "user",
        """
        declare i64 @fail(i64)
        define i64 @use(i64 %a) {
          %s = call i64 @fail(i64 %a)
          %r = add i64 %s, 1
          ret i64 %r
        }
        """);
    assertThatThrownBy(() -> jit.lookup("use").call(7))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("no 7");
  }
}
