package dev.lamina.bench.calls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** All ways to call lead to the same sum. */
class CallSpeedTest {
  @Test
  void allCallsAdd() throws Exception {
    CallsLibrary.build();
    CallSpeed speed = new CallSpeed();
    assertThat(speed.javaAlone()).isEqualTo(7);
    assertThat(speed.jni()).isEqualTo(7);
    assertThat(speed.jnaDirect()).isEqualTo(7);
    assertThat(speed.jnaFunction()).isEqualTo(7);
    assertThat(speed.laminaNativeFunction()).isEqualTo(7);
    assertThat(speed.laminaAs()).isEqualTo(7);
    assertThat(speed.laminaRegisterNatives()).isEqualTo(7);
    long sum = CallSpeed.CALLS_BACK * (CallSpeed.CALLS_BACK - 1L) / 2;
    assertThat(speed.backByJni()).isEqualTo(sum);
    assertThat(speed.backByJnaCallback()).isEqualTo(sum);
    assertThat(speed.backByAddFunction()).isEqualTo(sum);
  }
}
