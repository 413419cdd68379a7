package dev.lamina.target.x86_64.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.target.x86_64.encode.Encoder;
import java.util.HexFormat;
import java.util.List;
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
        .containsExactly(new Fixup(1, 4, true, false, true, "1b", null, 0, 0));
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
            new Fixup(3, 4, true, false, false, "bar", null, 8, 4),
            new Fixup(7, 4, false, true, false, "foo", "GOTOFF", 0, 0));
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
}
