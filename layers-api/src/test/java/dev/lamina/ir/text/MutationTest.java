package dev.lamina.ir.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.testing.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damaged texts, of our own test inputs; {@link CorpusTest} does the same to a corpus. */
class MutationTest {
  private static List<Path> inputs() {
    List<Path> files = new ArrayList<>();
    files.addAll(Resources.list(Resources.path("dev/lamina/ir/text/roundtrip"), ".ll"));
    files.addAll(Resources.list(Resources.path("dev/lamina/ir/text/legacy"), ".ll"));
    return files;
  }

  @Test
  void damagedInputsAreDiagnosed() {
    try (Mutants mutants = new Mutants()) {
      for (Path file : inputs()) {
        mutants.tryAll(
            String.valueOf(file.getFileName()), Resources.read(file).getBytes(ISO_8859_1), 20, 60);
      }
      assertThat(mutants.diagnosed()).isPositive();
      assertThat(mutants.accepted()).isPositive();
    }
  }

  @Test
  void everyBeginningOfATextIsDiagnosed() {
    byte[] text =
        Resources.read(Resources.path("dev/lamina/ir/text/roundtrip/calls.ll"))
            .getBytes(ISO_8859_1);
    try (Mutants mutants = new Mutants()) {
      for (int n = 0; n < text.length; n++) {
        byte[] beginning = new byte[n];
        System.arraycopy(text, 0, beginning, 0, n);
        mutants.tryOne("calls.ll up to " + n, beginning);
      }
      assertThat(mutants.diagnosed()).isPositive();
    }
  }

  private static String nested(String open, String close, int n) {
    return open.repeat(n) + close.repeat(n);
  }

  /** What would take a stack, a memory or a time without end if nobody looked. */
  @Test
  void hostileInputsAreDiagnosed() {
    StringBuilder doubling = new StringBuilder().append("%t0 = type { i32 }\n");
    StringBuilder chain = new StringBuilder().append("%t0 = type { i32 }\n");
    for (int i = 1; i < 60; i++) {
      doubling.append("%t" + i + " = type { %t" + (i - 1) + ", %t" + (i - 1) + " }\n");
    }
    for (int i = 1; i < 20_000; i++) {
      chain.append("%t" + i + " = type { %t" + (i - 1) + " }\n");
    }
    StringBuilder ladder = new StringBuilder().append("define void @f(i1 %c) {\n");
    for (int i = 0; i < 20_000; i++) {
      ladder.append("br i1 %c, label %" + (i + 2) + ", label %x\n");
    }
    ladder.append("br label %x\nx:\nret void\n}\n");
    String splats = "@a = global <65536 x i32> splat (i32 1)\n";
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      many.append(splats.replace("@a", "@a" + i));
    }
    List<String> texts =
        List.of(
            doubling + "@x = global %t59 zeroinitializer\n",
            doubling + "define void @f(ptr %p) {\n%x = load %t59, ptr %p\nret void\n}\n",
            chain.toString(),
            ladder.toString(),
            many.toString(),
            "@x = global " + nested("[1 x ", "", 100_000) + "i32 zeroinitializer",
            "@x = global i32 " + nested("add (i32 ", ", i32 1)", 100_000),
            "@x = global " + nested("{", "}", 100_000) + " zeroinitializer",
            "@x = global [99999999999 x i8] zeroinitializer",
            "@x = global i8388608 " + "9".repeat(1_000_000),
            "@x = global i32 " + "(".repeat(1_000_000),
            "!0 = " + nested("!{", "}", 100_000) + "\n!x = !{!0}",
            "declare void @f(" + "i32 (".repeat(100_000),
            "define void @f() {\n%4294967294 = add i32 1, 1\nret void\n}",
            "define void @f() {\n%999999999 = add i32 %1000000000, 1\nret void\n}",
            "@4294967294 = global i32 0",
            "!4294967294 = !{}",
            "attributes #4294967294 = { cold }",
            "%4294967294 = type { i32 }");
    try (Mutants mutants = new Mutants()) {
      for (String text : texts) {
        mutants.tryOne(text.substring(0, Math.min(60, text.length())), text.getBytes(ISO_8859_1));
      }
    }
  }
}
