package dev.lamina.target.x86_64.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.target.CallAdapters;
import dev.lamina.target.CallAdapters.Code;
import dev.lamina.target.CallAdapters.Scalar;
import dev.lamina.target.CallAdapters.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code itself, as objdump reads it; that it works is tested where it is linked. */
class X86CallAdaptersTest {
  private final CallAdapters adapters = new X86CallAdapters();
  private final Path directory;

  X86CallAdaptersTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** What is relative to the instruction pointer, with the offset that objdump computes. */
  private static final Pattern WORD = Pattern.compile("-0x[0-9a-f]+\\(%rip\\)(.*) # 0x([0-9a-f]+)");

  /** The instructions behind the words, one a line. */
  private String disassemble(Code code) throws IOException, InterruptedException {
    ByteBuffer memory = ByteBuffer.allocate(code.size());
    code.write(memory, 0);
    Path file = directory.resolve("code");
    Files.write(file, memory.array());
    Process process =
        new ProcessBuilder(
                "objdump",
                "-D",
                "-b",
                "binary",
                "-m",
                "i386:x86-64",
                "--no-show-raw-insn",
                "--start-address=" + code.entry(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    StringBuilder text = new StringBuilder();
    output
        .lines()
        .filter(line -> line.matches(" +[0-9a-f]+:\t.*"))
        .forEach(
            line ->
                text.append(line.substring(line.indexOf('\t') + 1).replaceAll(" +", " ").strip())
                    .append('\n'));
    return WORD.matcher(text)
        .replaceAll(m -> "word" + Integer.parseInt(m.group(2), 16) / 8 + m.group(1));
  }

  @Test
  void aDowncallMovesWhatChangesPlaceAndJumps() throws Exception {
    assertThat(
            disassemble(
                adapters.downcall(
                    Shape.of(
                        Scalar.WORD,
                        List.of(Scalar.WORD, Scalar.S8, Scalar.U16, Scalar.DOUBLE, Scalar.S32)))))
        .isEqualTo(
            """
            mov %rdx,%r11
            mov %rcx,%rdi
            movsbl %r8b,%esi
            movzwl %r9w,%edx
            mov 0x8(%rsp),%r10
            mov %r10d,%ecx
            mov $0x1,%eax
            jmp *%r11
            """);
  }

  @Test
  void argumentsOnTheStackMoveDownInTheirOrder() throws Exception {
    List<Scalar> floats = Collections.nCopies(8, Scalar.FLOAT);
    List<Scalar> parameters = new java.util.ArrayList<>(floats);
    parameters.addAll(Collections.nCopies(6, Scalar.WORD));
    parameters.addAll(List.of(Scalar.FLOAT, Scalar.BOOL, Scalar.DOUBLE));
    assertThat(disassemble(adapters.downcall(Shape.of(Scalar.VOID, parameters))))
        .isEqualTo(
            """
            mov %rdx,%r11
            mov %rcx,%rdi
            mov %r8,%rsi
            mov %r9,%rdx
            mov 0x8(%rsp),%r10
            mov %r10,%rcx
            mov 0x10(%rsp),%r10
            mov %r10,%r8
            mov 0x18(%rsp),%r10
            mov %r10,%r9
            mov 0x20(%rsp),%r10
            mov %r10,0x8(%rsp)
            mov 0x28(%rsp),%r10
            movzbl %r10b,%r10d
            mov %r10,0x10(%rsp)
            mov 0x30(%rsp),%r10
            mov %r10,0x18(%rsp)
            mov $0x8,%eax
            jmp *%r11
            """);
  }

  @Test
  void anUpcallKeepsTheFrameAndCallsThroughTheTables() throws Exception {
    assertThat(disassemble(adapters.upcall(Shape.of(Scalar.U8, List.of(Scalar.S32, Scalar.FLOAT)))))
        .isEqualTo(
            """
            push %rbp
            mov %rsp,%rbp
            push %rbx
            push %r12
            sub $0x30,%rsp
            mov word3,%rax
            mov %rax,0x10(%rsp)
            mov %rdi,0x18(%rsp)
            movss %xmm0,0x20(%rsp)
            mov word6,%edi
            call *word4
            mov %rax,%r12
            mov word0,%rdi
            lea (%rsp),%rsi
            mov $0x10006,%edx
            mov (%rdi),%rax
            call *0x30(%rax)
            test %eax,%eax
            jne 0xe6
            mov word6,%edi
            mov %rbp,%rsi
            call *word5
            mov (%rsp),%rbx
            mov %rbx,%rdi
            mov word1,%rsi
            mov word2,%rdx
            lea 0x10(%rsp),%rcx
            mov (%rbx),%rax
            call *0x3d0(%rax)
            mov %rax,0x8(%rsp)
            mov word6,%edi
            mov %r12,%rsi
            call *word5
            mov 0x8(%rsp),%rax
            movzbl %al,%eax
            lea -0x10(%rbp),%rsp
            pop %r12
            pop %rbx
            pop %rbp
            ret
            mov word0,%rdi
            lea (%rsp),%rsi
            mov $0x0,%edx
            mov (%rdi),%rax
            call *0x38(%rax)
            mov %eax,%ecx
            mov $0x0,%eax
            xorps %xmm0,%xmm0
            test %ecx,%ecx
            jne 0xdd
            mov word7,%edi
            mov word0,%rsi
            call *word5
            jmp 0x8f
            """);
  }
}
