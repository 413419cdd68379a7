package dev.lamina.target.x86_64.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.codegen.assembly.AssemblyException;
import dev.lamina.codegen.assembly.Fixup;
import dev.lamina.target.x86_64.encode.Encoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the tables, one instruction per row and checked by GNU as, cannot hold. */
class InstructionAssemblerTest {
  private final CodeBuffer code = new CodeBuffer(64);
  private final InstructionAssembler assembler = new InstructionAssembler(new Encoder(code));

  private String hex(String line) {
    code.truncate(0);
    assembler.assemble(line);
    return HexFormat.of().formatHex(code.toByteArray());
  }

  @Test
  void emptyLinesAndCommentsGiveNothing() {
    assertThat(hex("")).isEmpty();
    assertThat(hex("  \t # movl %eax, %ecx")).isEmpty();
    assertThat(hex("ret # done")).isEqualTo("c3");
  }

  @Test
  void prefixesMayStandAlone() {
    assertThat(hex("lock")).isEqualTo("f0");
    assertThat(hex("rep")).isEqualTo("f3");
    assertThat(hex("repne lock")).isEqualTo("f2f0");
  }

  @Test
  void localLabelsAndHereAreSymbols() {
    assertThat(assembler.assemble("jmp 1b"))
        .containsExactly(new Fixup(1, 4, true, false, true, "1b", null, null, 0, 0));
    assertThat(assembler.assemble("jne 23f").get(0).symbol()).isEqualTo("23f");
    Fixup here = assembler.assemble("jmp .+5").get(0);
    assertThat(here.symbol()).isEqualTo(".");
    assertThat(here.addend()).isEqualTo(5);
  }

  @Test
  void aFixupSaysWhatFollowsItsField() {
    List<Fixup> fixups = assembler.assemble("movq $foo@GOTOFF, bar+8(%rip)");
    assertThat(fixups)
        .containsExactly(
            new Fixup(3, 4, true, false, false, "bar", null, null, 8, 4),
            new Fixup(7, 4, false, true, false, "foo", null, "GOTOFF", 0, 0));
  }

  @Test
  void aRefusedLineWritesNothingAndLeavesNoPrefix() {
    hex("nop");
    for (String line : List.of("lock addl %eax, %ecx", "lock fstcw %eax", "rep frobnicate")) {
      assertThatThrownBy(() -> assembler.assemble(line)).isInstanceOf(AssemblyException.class);
      assertThat(code.size()).isEqualTo(1);
    }
    assembler.assemble("nop");
    assertThat(HexFormat.of().formatHex(code.toByteArray())).isEqualTo("9090");
  }

  @Test
  void namesMayBeQuotedAndNotAscii() {
    assertThat(assembler.assemble("call \"a b\"@PLT").get(0).symbol()).isEqualTo("a b");
    assertThat(assembler.assemble("call größe").get(0).symbol()).isEqualTo("größe");
  }

  @Test
  void nestingIsLimited() {
    assertThatThrownBy(() -> assembler.assemble("movl $" + "(".repeat(100_000) + ", %eax"))
        .isInstanceOf(AssemblyException.class)
        .hasMessage("the expression is nested more than 100 deep");
    assertThat(hex("movl $" + "(".repeat(99) + "1" + ")".repeat(99) + ", %eax"))
        .isEqualTo("b801000000");
  }

  /** Rows with characters changed, cut or doubled assemble or are refused, and nothing else. */
  @Test
  void damagedLinesAreRefusedInOrder() throws IOException {
    Random random = new Random(1);
    int refused = 0;
    for (String row : allRows()) {
      refused += refusedInOrder(damage(row, random)) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(2_000);
  }

  /** So do instructions with the operands of others. */
  @Test
  void strangersOperandsAreRefusedInOrder() throws IOException {
    Random random = new Random(2);
    List<String> rows = allRows();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      String mnemonic = rows.get(random.nextInt(rows.size())).split(" ", 2)[0];
      String operands = rows.get(random.nextInt(rows.size())).replaceFirst("^\\S+", "");
      refused += refusedInOrder(mnemonic + operands) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(5_000);
  }

  private boolean refusedInOrder(String line) {
    code.truncate(0);
    try {
      assembler.assemble(line);
      return false;
    } catch (AssemblyException e) {
      assertThat(code.size()).as(line).isEqualTo(0);
      assertThat(e.column()).as(line).isBetween(1, line.length() + 1);
      return true;
    }
  }

  private static List<String> allRows() throws IOException {
    List<String> all = new ArrayList<>();
    for (String chapter : EncodingTableTest.CHAPTERS) {
      for (String[] row : EncodingTableTest.rows(chapter)) {
        all.add(row[0]);
      }
    }
    return all;
  }

  private static String damage(String line, Random random) {
    String alphabet = "$%(),*+-@:\"'#.0123456789abcdefxlqr \\{~!<>\u00e9";
    StringBuilder s = new StringBuilder(line);
    for (int n = 1 + random.nextInt(3); n > 0 && s.length() > 0; n--) {
      int at = random.nextInt(s.length());
      switch (random.nextInt(4)) {
        case 0 -> s.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        case 1 -> s.deleteCharAt(at);
        case 2 -> s.setLength(at);
        default -> s.insert(at, line.substring(Math.min(at, line.length())));
      }
    }
    return s.toString();
  }
}
