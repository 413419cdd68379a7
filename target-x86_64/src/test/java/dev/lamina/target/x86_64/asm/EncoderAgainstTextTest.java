package dev.lamina.target.x86_64.asm;

import static dev.lamina.target.x86_64.encode.Descriptors.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.codegen.assembly.AssemblyException;
import dev.lamina.target.x86_64.encode.Descriptors;
import dev.lamina.target.x86_64.encode.Encoder;
import dev.lamina.target.x86_64.encode.Op;
import dev.lamina.target.x86_64.encode.Packed;
import dev.lamina.target.x86_64.encode.Regs;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The methods that code generation calls, with random operands, give what the assembler makes of
 * the same instruction as text; and the text is what GNU as checked the assembler with.
 */
class EncoderAgainstTextTest {
  private static final int ROUNDS = 40;
  private static final int[] DISPLACEMENTS = {0, 1, -1, 127, -128, 128, -129, 1 << 30, -1 << 31};

  private final CodeBuffer code = new CodeBuffer(64);
  private final Encoder direct = new Encoder(code);
  private final CodeBuffer textCode = new CodeBuffer(64);
  private final InstructionAssembler assembler = new InstructionAssembler(new Encoder(textCode));
  private final List<String> wrong = new ArrayList<>();
  private Random random = new Random(0);
  private int compared;

  // The random memory operand.
  private int base;
  private int index;
  private int scale;
  private int disp;

  @BeforeAll
  static void fillTable() {
    Mnemonics.candidates("add");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agree(long seed) {
    random = new Random(seed);
    for (int op = 0; op < Descriptors.capacity(); op++) {
      long d = Descriptors.of(op);
      // Those with operands of their own kind (branches, x87, ports …) have no random operands
      // worth the name; the tables hold all of theirs.
      boolean plain = (d & (REL | NO_OPERANDS | IMM_ONLY | TAIL)) == 0 && regClass(d) != SYS;
      if (d != 0 && plain) {
        for (int i = 0; i < ROUNDS; i++) {
          one(op, d);
        }
      }
    }
    assertThat(compared).isGreaterThan(10_000);
    assertThat(wrong).isEmpty();
  }

  private void one(int op, long d) {
    boolean movd = op == Packed.MOVD_X || op == Packed.MOVD_G;
    // Of 8 bytes of memory, movq has an encoding without REX.
    int size = movd ? 4 : randomSize(sizes(d));
    String name = Descriptors.name(op);
    String mnemonic = name + suffix(op, d, size);
    randomMemory();
    String memory = memoryText();
    if ((d & HAS_D) != 0) {
      digitForms(op, d, size, mnemonic, memory);
    }
    if ((d & PLUS_R) != 0) {
      int r = random.nextInt(16);
      direct.r(op, size, r);
      compare(mnemonic + " " + gpr(r, size));
    }
    boolean trailing = imm(d) != IMM_NONE && (d & HAS_D) == 0;
    int imm = imm(d) == IMM_ZS ? randomSigned(Math.min(size, 4)) : random.nextInt(256);
    String lead = trailing ? " $" + imm + ", " : " ";
    int reg = random.nextInt(16);
    int rm = random.nextInt(16);
    String regText = text(regClass(d), reg, size);
    String rmText = text(rmClass(d), rm, size);
    if ((d & HAS_RM) != 0 && (d & VVVV_DST) == 0) {
      if ((d & MEM_OK) != 0) {
        if (trailing) {
          direct.rmi(op, size, reg, base, index, scale, disp, imm);
        } else {
          direct.rm(op, size, reg, base, index, scale, disp);
        }
        compare(mnemonic + lead + memory + ", " + regText);
      }
      if ((d & REG_OK) != 0) {
        if (trailing) {
          direct.rri(op, size, reg, rm, imm);
        } else {
          direct.rr(op, size, reg, rm);
        }
        compare(mnemonic + lead + rmText + ", " + regText);
      }
    }
    if ((d & HAS_MR) != 0) {
      if ((d & MEM_OK) != 0) {
        if (trailing) {
          direct.mri(op, size, base, index, scale, disp, reg, imm);
        } else {
          direct.mr(op, size, base, index, scale, disp, reg);
        }
        compare(mnemonic + lead + regText + ", " + memory);
      }
      if ((d & REG_OK) != 0 && (d & HAS_RM) == 0) {
        if (trailing) {
          direct.rri(op, size, rm, reg, imm);
        } else {
          direct.rr(op, size, rm, reg);
        }
        compare(mnemonic + lead + regText + ", " + rmText);
      }
    }
    if (imm(d) == IMM_DSHIFT) {
      direct.rrCl(op, size, rm, reg);
      compare(mnemonic + " %cl, " + regText + ", " + rmText);
      direct.mrCl(op, size, base, index, scale, disp, reg);
      compare(mnemonic + " %cl, " + regText + ", " + memory);
    }
    if ((d & VVVV_DST) == VVVV_FIRST || (d & VVVV_DST) == VVVV_LAST) {
      vexForms(op, d, size, mnemonic, memory, reg, rm);
    }
  }

  private void digitForms(int op, long d, int size, String mnemonic, String memory) {
    int r = random.nextInt(16);
    String rText = text(rmClass(d), r, size);
    boolean registers = (d & REG_OK) != 0;
    boolean memories = (d & MEM_OK) != 0;
    String star = op == Op.CALL_RM || op == Op.JMP_RM ? "*" : "";
    if ((d & VVVV_DST) == VVVV_DST) {
      int dst = random.nextInt(16);
      direct.rrDigit(op, size, dst, r);
      compare(mnemonic + " " + rText + ", " + gpr(dst, size));
      direct.rmDigit(op, size, dst, base, index, scale, disp);
      compare(mnemonic + " " + memory + ", " + gpr(dst, size));
      return;
    }
    if (imm(d) == IMM_NONE) {
      if (registers) {
        direct.r(op, size, r);
        compare(mnemonic + " " + star + rText);
      }
      if (memories) {
        direct.m(op, size, base, index, scale, disp);
        compare(mnemonic + " " + star + memory);
      }
      return;
    }
    boolean oneByte = size == 1 || imm(d) == IMM_B || imm(d) == IMM_SHIFT;
    int imm = randomSigned(oneByte ? 1 : Math.min(size, 4));
    if (op == Op.MOV && size == 8) {
      // With a positive one the two differ on purpose: movq stays as long as it was written.
      imm |= Integer.MIN_VALUE;
    }
    if (registers) {
      direct.ri(op, size, r, imm);
      compare(mnemonic + " $" + imm + ", " + rText);
    }
    if (memories && rmClass(d) != XMM) {
      direct.mi(op, size, base, index, scale, disp, imm);
      compare(mnemonic + " $" + imm + ", " + memory);
    }
    if (imm(d) == IMM_SHIFT) {
      direct.rCl(op, size, r);
      compare(mnemonic + " %cl, " + rText);
      direct.mCl(op, size, base, index, scale, disp);
      compare(mnemonic + " %cl, " + memory);
    }
  }

  private void vexForms(int op, long d, int size, String mnemonic, String memory, int dst, int rm) {
    int vvvv = random.nextInt(16);
    String end = ", " + gpr(dst, size);
    if ((d & VVVV_DST) == VVVV_FIRST) {
      direct.rrr(op, size, dst, vvvv, rm);
      compare(mnemonic + " " + gpr(rm, size) + ", " + gpr(vvvv, size) + end);
      direct.rrm(op, size, dst, vvvv, base, index, scale, disp);
      compare(mnemonic + " " + memory + ", " + gpr(vvvv, size) + end);
    } else {
      direct.rrr(op, size, dst, rm, vvvv);
      compare(mnemonic + " " + gpr(vvvv, size) + ", " + gpr(rm, size) + end);
      direct.rrm(op, size, dst, vvvv, base, index, scale, disp);
      compare(mnemonic + " " + gpr(vvvv, size) + ", " + memory + end);
    }
  }

  private void compare(String text) {
    String ours = HexFormat.of().formatHex(code.toByteArray());
    String assembled;
    try {
      assembler.assemble(text);
      assembled = HexFormat.of().formatHex(textCode.toByteArray());
    } catch (AssemblyException e) {
      assembled = e.getMessage();
    }
    if (!ours.equals(assembled)) {
      wrong.add(text + "\n  encoder: " + ours + "\n  text:    " + assembled);
    }
    compared++;
    code.truncate(0);
    textCode.truncate(0);
  }

  private int randomSize(int sizes) {
    if (sizes == 0) {
      return 0;
    }
    int size;
    do {
      size = 1 << random.nextInt(4);
    } while ((sizes & size) == 0);
    return size;
  }

  /** Of all magnitudes that so many bytes hold. */
  private int randomSigned(int bytes) {
    int bits = 1 + random.nextInt(8 * bytes);
    return random.nextInt() >> 32 - bits;
  }

  private void randomMemory() {
    base = random.nextInt(Regs.RIP + 2) - 1;
    do {
      index = base == Regs.RIP ? Regs.NONE : random.nextInt(17) - 1;
    } while (index == Regs.RSP);
    scale = index == Regs.NONE ? 0 : random.nextInt(4);
    disp = DISPLACEMENTS[random.nextInt(DISPLACEMENTS.length)];
  }

  private String memoryText() {
    if (base == Regs.NONE && index == Regs.NONE) {
      return "" + disp;
    }
    String s = disp + "(" + (base == Regs.NONE ? "" : gpr(base, 8));
    return s + (index == Regs.NONE ? "" : "," + gpr(index, 8) + "," + (1 << scale)) + ")";
  }

  /** movd and crc32b have no suffix for the size that they take from a register. */
  private static String suffix(int op, long d, int size) {
    if (sizes(d) == 0) {
      return "";
    }
    if (op == Packed.MOVD_X || op == Packed.MOVD_G) {
      return "";
    }
    if (op == Op.CRC32_8) {
      return "b";
    }
    return size == 1 ? "b" : size == 2 ? "w" : size == 4 ? "l" : "q";
  }

  private static String text(int registerClass, int r, int size) {
    return switch (registerClass) {
      case GPR -> gpr(r, size);
      case GPR8 -> gpr(r, 1);
      case GPR16 -> gpr(r, 2);
      case GPR32 -> gpr(r, 4);
      case GPR64 -> gpr(r, 8);
      default -> "%xmm" + r;
    };
  }

  private static String gpr(int r, int size) {
    return "%" + Regs.gprName(r, size);
  }
}
