package dev.lamina.bench.lazy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** All ways lead to the same function, and first calls are first calls each time. */
class LazySpeedTest {
  @Test
  void allCallsAdd() {
    LazySpeed speed = new LazySpeed();
    LazySpeed.Stack stack = new LazySpeed.Stack();
    LazySpeed.AtOnce atOnce = new LazySpeed.AtOnce();
    LazySpeed.OnCompileThread onCompileThread = new LazySpeed.OnCompileThread();
    for (int round = 1; round <= 2; round++) {
      atOnce.renew(stack);
      onCompileThread.renew(stack);
      assertThat(speed.firstCallAnsweredAtOnce(stack, atOnce)).isEqualTo(LazySpeed.FIRST_CALLS);
      assertThat(speed.firstCallAnsweredOnCompileThread(stack, onCompileThread))
          .isEqualTo(LazySpeed.FIRST_CALLS);
      assertThat(stack.actions()).isEqualTo(2L * round * LazySpeed.FIRST_CALLS);
    }
    long sum = LazySpeed.CALLS * (LazySpeed.CALLS - 1L) / 2;
    assertThat(speed.direct(stack)).isEqualTo(sum);
    assertThat(speed.throughStub(stack)).isEqualTo(sum);
    stack.close();
  }
}
