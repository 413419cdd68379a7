package dev.lamina.target.x86_64.asm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.codegen.assembly.Assembler;
import dev.lamina.target.ModuleAssemblyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is wrong with a text is said at its place; what is not supported, by name. */
class AssemblerErrorsTest {
  /** Each file of {@code errors.txt} is a text, a line of dashes, and what is said of it. */
  @Test
  void mistakesAreToldWithTheirPlaces() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String file : AssemblerAgainstGnuAsTest.files("errors.txt")) {
      String[] parts = file.substring(file.indexOf('\n') + 1).split("----\n", -1);
      String got = said(parts[0]);
      if (!got.equals(parts[1].stripTrailing())) {
        wrong.add("==== " + file + "\n  but got:\n" + got);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String said(String text) {
    try {
      Assembler.assemble("m", text, X86InstructionSet.FACTORY);
      return "nothing";
    } catch (ModuleAssemblyException e) {
      return String.valueOf(e.getMessage()).replace("m: module asm", "");
    }
  }

  /** Files with characters changed, cut or doubled assemble or are refused, and nothing else. */
  @Test
  void damagedFilesAreRefusedInOrder() throws Exception {
    Random random = new Random(7);
    int refused = 0;
    for (String file : AssemblerAgainstGnuAsTest.files("files.txt")) {
      String text = file.substring(file.indexOf('\n') + 1);
      for (int i = 0; i < 6; i++) {
        refused += said(damage(text, random)).equals("nothing") ? 0 : 1;
      }
    }
    assertThat(refused).isGreaterThan(400);
  }

  private static String damage(String text, Random random) {
    String alphabet = "$%(),*+-@:\"'#.0123456789abcdefxlqr \\{~!<>=;\n\u00e9";
    StringBuilder s = new StringBuilder(text);
    for (int n = 1 + random.nextInt(3); n > 0 && s.length() > 0; n--) {
      int at = random.nextInt(s.length());
      switch (random.nextInt(5)) {
        case 0 -> s.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        case 1 -> s.deleteCharAt(at);
        case 2 -> s.setLength(at);
        case 3 -> s.delete(at, Math.min(s.length(), at + random.nextInt(20)));
        default -> s.insert(at, text.substring(Math.min(at, text.length())));
      }
    }
    return s.toString();
  }

  @Test
  void expansionsWithoutEndAreRefused() {
    assertThat(said(".macro m\nm\n.endm\nm")).contains("nested more than 200 deep");
    assertThat(said(".macro m x\nm \\x\\x\n.endm\nm abcdefgh")).contains("in macro m");
    assertThat(said(".rept 100000000\nnop\n.endr")).contains("are too many");
    assertThat(said(".quad " + "(".repeat(100_000))).contains("nested more than 100 deep");
    assertThat(said(".quad a" + "+a-a".repeat(100_000))).contains("more than 2000 operators");
  }
}
