package dev.lamina.ir.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lamina.ir.Function;
import dev.lamina.ir.Module;
import dev.lamina.testing.Resources;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the reader says about mistakes: each case of errors.txt has one. */
class ReadErrorsTest {
  private static final String HERE = "dev/lamina/ir/text/";

  private static String messageOf(String name, String text) {
    IRReadException e =
        catchThrowableOfType(
            IRReadException.class, () -> IRReader.readAll("test.ll", text.getBytes(ISO_8859_1)));
    assertThat(e).as(name).isNotNull();
    return String.valueOf(e.getMessage());
  }

  @Test
  void messages() {
    Map<String, String> cases = Resources.cases(HERE + "errors.txt");
    assertThat(cases).hasSizeGreaterThan(100);
    StringBuilder all = new StringBuilder();
    cases.forEach(
        (name, text) ->
            all.append("=== ")
                .append(name)
                .append('\n')
                .append(messageOf(name, text))
                .append('\n'));
    Resources.checkGolden(HERE + "errors.golden", all.toString());
  }

  @Test
  void aMistakeInABodyIsFoundWhenTheBodyIsAskedFor() {
    Module m =
        IRReader.read(
            "lazy.ll",
            """
            define i32 @good() {
              ret i32 1
            }

            define i32 @bad(i32 %x) {
              %y = add i32 %x, 1
              ret i64 %y
            }
            """);
    Function good = m.function("good");
    Function bad = m.function("bad");
    assertThat(good).isNotNull();
    assertThat(bad).isNotNull();
    assertThat(good.isMaterialized()).isFalse();
    assertThat(good.blocks()).hasSize(1);
    for (int i = 0; i < 2; i++) {
      IRReadException e = catchThrowableOfType(IRReadException.class, bad::blocks);
      assertThat(e.line()).isEqualTo(7);
      assertThat(e.column()).isEqualTo(7);
      assertThat(e.file()).isEqualTo("lazy.ll");
      assertThat(bad.argument(0).useCount()).isZero();
    }
  }
}
