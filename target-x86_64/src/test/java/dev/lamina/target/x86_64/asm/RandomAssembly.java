package dev.lamina.target.x86_64.asm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes texts of labels, jumps over distances of all kinds, data and alignments. */
final class RandomAssembly {
  private static final String[] INSTRUCTIONS = {
    "nop",
    "movq %rax, %rcx",
    "addl $1, %ebx",
    "leaq 8(%rsp), %rdi",
    "ret",
    "pushq %rbp",
    "movaps %xmm1, %xmm2",
    "xorl %eax, %eax",
    "cpuid",
    "movabsq $0x123456789abcdef, %r9"
  };
  private static final String[] SECTIONS = {
    ".text", ".data", ".section .rodata", ".section .text.b,\"ax\",@progbits"
  };

  private final Random random;
  private final StringBuilder out = new StringBuilder();
  private final List<String> labels = new ArrayList<>();

  RandomAssembly(Random random) {
    this.random = random;
    int count = 3 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      labels.add((random.nextBoolean() ? ".L" : "g") + i);
    }
  }

  String text() {
    List<String> open = new ArrayList<>(labels);
    for (String label : labels) {
      if (label.startsWith("g")) {
        switch (random.nextInt(4)) {
          case 0 -> line(".globl " + label);
          case 1 -> line(".weak " + label);
          case 2 -> line(".globl " + label + "\n.hidden " + label);
          default -> {} // local
        }
      }
    }
    int statements = 20 + random.nextInt(80);
    for (int i = 0; i < statements; i++) {
      if (!open.isEmpty() && random.nextInt(6) == 0) {
        line(open.remove(random.nextInt(open.size())) + ":");
      }
      statement();
    }
    line(".text");
    open.forEach(label -> line(label + ":"));
    line("ret");
    return out.toString();
  }

  private void statement() {
    switch (random.nextInt(20)) {
      case 0 -> line(pick(SECTIONS));
      case 1 -> line(".p2align " + random.nextInt(6));
      case 2 -> line(".p2align 4,," + (1 + random.nextInt(15)));
      case 3 -> line(".balign 8, 0x90");
      case 4 -> line(".skip " + random.nextInt(140));
      case 5 -> line(".quad " + label() + "+" + random.nextInt(9));
      case 6 -> line(".long " + label() + "-.");
      case 7 -> line(".uleb128 " + random.nextInt(1 << 20));
      case 8 -> line(".byte 1, 2, -3\n.asciz \"a\\n\\001b\"");
      case 9 -> line("1: jmp 1b\njne 1f\n.skip " + random.nextInt(130) + "\n1:");
      case 10, 11, 12, 13 -> line("jmp " + label() + (random.nextInt(8) == 0 ? "@PLT" : ""));
      case 14, 15 -> line("jle " + label() + (random.nextInt(4) == 0 ? "+3" : ""));
      case 16 -> line("call " + label());
      case 17 -> line("leaq " + label() + "(%rip), %rsi");
      case 18 -> line("movq " + label() + "@GOTPCREL(%rip), %rax");
      default -> line(pick(INSTRUCTIONS));
    }
  }

  private String label() {
    return random.nextInt(12) == 0 ? "outside" : labels.get(random.nextInt(labels.size()));
  }

  private String pick(String[] of) {
    return of[random.nextInt(of.length)];
  }

  private void line(String s) {
    out.append(s).append('\n');
  }
}
