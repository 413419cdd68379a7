package dev.lamina.ir.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Constant;
import dev.lamina.ir.ConstantFP;
import dev.lamina.ir.ConstantInt;
import dev.lamina.ir.GlobalVariable;
import dev.lamina.ir.Opcode;
import dev.lamina.ir.Types;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Literals of numbers, at the borders of their types. */
class NumbersTest {
  private static Constant read(String typeAndValue) {
    GlobalVariable g = IRReader.read("n.ll", "@x = global " + typeAndValue).global("x");
    assertThat(g).isNotNull();
    assertThat(g.initializer()).isNotNull();
    return g.initializer();
  }

  private static long bits(String typeAndValue) {
    return ((ConstantFP) read(typeAndValue)).low();
  }

  @Test
  void integersWrapAsInLlvm() {
    assertThat(read("i8 300")).hasToString("44");
    assertThat(read("i8 -129")).hasToString("127");
    assertThat(read("i64 18446744073709551615")).hasToString("-1");
    assertThat(read("i64 -9223372036854775808")).hasToString("-9223372036854775808");
    assertThat(read("i1 1")).hasToString("true");
    assertThat(read("i32 u0xFFFFFFFF")).hasToString("-1");
    assertThat(read("i64 u0xFFFFFFFF")).hasToString("4294967295");
    assertThat(read("i64 s0x10")).hasToString("-16");
    assertThat(((ConstantInt) read("i201 " + "9".repeat(60))).toBigInteger())
        .isEqualTo(new BigInteger("9".repeat(60)));
    assertThat(read("i128 340282366920938463463374607431768211455")).hasToString("-1");
  }

  @Test
  void doublesAreRoundedRight() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(value)) {
        continue;
      }
      String text = String.valueOf(i % 2 == 0 ? value : random.nextInt(1 << 20) / 1024.0);
      assertThat(bits("double " + text))
          .as(text)
          .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
    }
    assertThat(bits("double 1.0e+999")).isEqualTo(0x7ff0000000000000L);
    assertThat(bits("double +2.5")).isEqualTo(Double.doubleToRawLongBits(2.5));
    assertThat(bits("double 2.e3")).isEqualTo(Double.doubleToRawLongBits(2000));
  }

  @Test
  void smallFormats() {
    assertThat(bits("half 65504.0")).isEqualTo(0x7bff);
    assertThat(bits("half 5.9604644775390625e-8")).isEqualTo(1);
    assertThat(bits("half 0.000060975551605224609375")).isEqualTo(0x3ff);
    assertThat(bits("half -2.0")).isEqualTo(0xc000);
    assertThat(bits("half -0.0")).isEqualTo(0x8000);
    assertThat(bits("half 0x3FF8000000000000")).isEqualTo(0x3e00);
    assertThat(bits("bfloat 1.0")).isEqualTo(0x3f80);
    assertThat(bits("bfloat 0.0078125")).isEqualTo(0x3c00);
    assertThat(bits("float 1.1754943508222875e-38")).isEqualTo(0x00800000);
    assertThat(bits("float 0x36A0000000000000")).isEqualTo(1);
    assertThat(bits("float 0x7FF0000020000000")).isEqualTo(0x7f800001);
  }

  @Test
  void everyHalfIsPrintedAndReadAsItself() {
    for (int i = 0; i < 1 << 16; i += 7) {
      String text = "half 0xH" + String.format("%04X", i);
      assertThat(bits(text)).isEqualTo(i);
    }
  }

  @Test
  void floatsSurviveTheDecimalPrint() {
    Random random = new Random(9);
    StringBuilder module = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      long low = random.nextInt() & 0xffffffffL;
      module.append("@f").append(i).append(" = global float ");
      module.append(ConstantFP.ofBits(Types.FLOAT, low, 0)).append('\n');
      module.append("@d").append(i).append(" = global double ");
      module.append(ConstantFP.ofBits(Types.DOUBLE, random.nextLong(), 0));
      module.append('\n');
    }
    var original = IRReader.read("a.ll", module.toString());
    var again = IRReader.read("b.ll", IRPrinter.print(original));
    for (int i = 0; i < original.globals().size(); i++) {
      assertThat(again.globals().get(i).initializer())
          .isEqualTo(original.globals().get(i).initializer());
    }
  }

  /** {@link Opcodes#of} counts on it. */
  @Test
  void keywordsOfInstructionsAreInTheOrderOfOpcodes() {
    for (Opcode o : Opcode.values()) {
      Keyword k = Keyword.values()[Keyword.RET.ordinal() + o.ordinal()];
      assertThat(k.text()).isEqualTo(o.text());
      assertThat(Opcodes.of(k)).isEqualTo(o);
    }
  }
}
