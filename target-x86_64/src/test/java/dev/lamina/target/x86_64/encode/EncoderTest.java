package dev.lamina.target.x86_64.encode;

import static dev.lamina.target.x86_64.encode.Regs.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.codegen.CodeBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What code generation relies on beyond the bytes: shortest forms, patchable fields, refusals. */
class EncoderTest {
  private final CodeBuffer code = new CodeBuffer(64);
  private final Encoder e = new Encoder(code);

  private String hex() {
    String hex = HexFormat.of().formatHex(code.toByteArray());
    code.truncate(0);
    return hex;
  }

  @Test
  void moveOfConstantTakesTheShortestForm() {
    e.ri(Op.MOV, 8, RAX, 1);
    assertThat(hex()).isEqualTo("b801000000");
    e.ri(Op.MOV, 8, R9, 0xffff_ffffL);
    assertThat(hex()).isEqualTo("41b9ffffffff");
    e.ri(Op.MOV, 8, R9, -1);
    assertThat(hex()).isEqualTo("49c7c1ffffffff");
    e.ri(Op.MOV, 8, RCX, 0x1_0000_0000L);
    assertThat(hex()).isEqualTo("48b90000000001000000");
    e.ri(Op.MOV, 8, RCX, Long.MIN_VALUE);
    assertThat(hex()).isEqualTo("48b90000000000000080");
  }

  @Test
  void fieldsToPatchAreWhereTheyAreSaidToBe() {
    int disp = e.rm(Op.LEA, 8, RDI, RIP, NONE, 0, 0);
    assertThat(disp).isEqualTo(3);
    assertThat(e.size() - disp).isEqualTo(4);
    disp = e.mi(Op.CMP, 4, RIP, NONE, 0, 0, 1000);
    assertThat(e.size() - disp).as("the immediate counts").isEqualTo(8);
    assertThat(e.rm(Op.MOV, 8, RAX, RBP, NONE, 0, -8)).isEqualTo(-1);
    hex();
    e.wideDisplacement();
    disp = e.mr(Op.MOV, 8, RSP, NONE, 0, 0, RAX);
    code.set4(disp, 0x1234);
    assertThat(hex()).isEqualTo("4889842434120000");
    e.wideImmediate();
    e.ri(Op.SUB, 8, RSP, 0);
    code.set4(e.size() - 4, 0x50);
    assertThat(hex()).isEqualTo("4881ec50000000");
    code.set8(e.movabs(R15, 0), 0x1122_3344_5566_7788L);
    assertThat(hex()).isEqualTo("49bf8877665544332211");
    assertThat(e.jcc(Cond.NE)).isEqualTo(2);
    assertThat(e.jmp()).isEqualTo(7);
    assertThat(e.call()).isEqualTo(12);
    assertThat(e.rel8(Op.JCC + Cond.E)).isEqualTo(17);
    assertThat(hex()).isEqualTo("0f8500000000" + "e900000000" + "e800000000" + "7400");
  }

  @Test
  void branchToKnownOffsetIsShortWhereThatReaches() {
    e.branchTo(Op.JMP, 0);
    assertThat(hex()).isEqualTo("ebfe");
    e.nops(126);
    e.branchTo(Op.JCC + Cond.L, 0);
    assertThat(hex()).endsWith("7c80");
    e.nops(127);
    e.branchTo(Op.JCC + Cond.L, 0);
    assertThat(hex()).endsWith("0f8c7bffffff");
    e.branchTo(Op.CALL, 0);
    assertThat(hex()).isEqualTo("e8fbffffff");
  }

  @Test
  void prefixesHoldForOneInstruction() {
    e.segment(0x64);
    e.rm(Op.MOV, 8, RAX, NONE, NONE, 0, 0x28);
    e.rm(Op.MOV, 8, RAX, NONE, NONE, 0, 0x28);
    assertThat(hex()).isEqualTo("64488b042528000000" + "488b042528000000");
    e.lock();
    e.mr(Op.XADD, 4, RDI, NONE, 0, 0, RSI);
    e.rep();
    e.op(Op.MOVS, 8);
    e.op(Op.MOVS, 1);
    assertThat(hex()).isEqualTo("f00fc137" + "f348a5" + "a4");
  }

  @Test
  void nopsFillExactly() {
    for (int n = 0; n <= 40; n++) {
      e.nops(n);
      assertThat(code.size()).isEqualTo(n);
      hex();
    }
    e.nops(8);
    assertThat(hex()).isEqualTo("0f1f840000000000");
    e.nops(7);
    assertThat(hex()).isEqualTo("0f1f8000000000");
    e.nops(11);
    assertThat(hex()).isEqualTo("66662e0f1f840000000000");
  }

  @Test
  void conditionsInvertAndSwap() {
    assertThat(Cond.inverse(Cond.L)).isEqualTo(Cond.GE);
    assertThat(Cond.swapped(Cond.BE)).isEqualTo(Cond.AE);
    assertThat(Cond.name(Cond.B)).isEqualTo("b");
    assertThatThrownBy(() -> Cond.swapped(Cond.S)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusalsNameInstructionAndRuleAndWriteNothing() {
    refused(() -> e.rr(Op.ADD, 3, RAX, RCX), "add: operand size 3 does not exist");
    refused(() -> e.rr(Op.ADD, 4, RAX, 16), "add: register 16 does not exist here");
    refused(() -> e.rr(Op.ADD, 4, -1, RAX), "add: register -1 does not exist here");
    refused(() -> e.rr(Op.ADD, 4, AH, RAX), "add: register 20 does not exist here");
    refused(() -> e.rr(Op.LEA, 8, RAX, RCX), "lea: has no form reg, reg");
    refused(() -> e.rr(Op.NOT, 8, RAX, RCX), "not: has no form reg, reg");
    refused(() -> e.rm(Op.MOV, 8, RAX, RAX, RSP, 0, 0), "mov: memory operand: %rsp cannot be an");
    refused(() -> e.rm(Op.MOV, 8, RAX, RIP, RAX, 0, 0), "mov: memory operand: %rip cannot have");
    refused(() -> e.rm(Op.MOV, 8, RAX, RAX, RAX, 4, 0), "mov: memory operand: base, index or");
    refused(() -> e.rm(Op.MOV, 8, RAX, 17, NONE, 0, 0), "mov: memory operand: base, index or");
    refused(() -> e.ri(Op.ADD, 8, RAX, 1L << 31), "add: immediate 2147483648 does not fit a sign");
    refused(() -> e.ri(Op.ADD, 1, RAX, 256), "add: immediate 256 does not fit 8 bits");
    refused(() -> e.ri(Op.ADD, 2, RAX, -0x8001), "add: immediate -32769 does not fit 16 bits");
    refused(() -> e.ri(Op.MOV, 4, RAX, 1L << 32), "mov: immediate 4294967296 does not fit 32");
    refused(() -> e.ri(Op.IMUL, 4, RAX, 1), "imul: has no form reg, imm");
    refused(() -> e.rr(Op.IMUL3, 4, RAX, RCX), "imul: needs an immediate operand");
    refused(() -> e.rri(Op.ADD, 4, RAX, RCX, 1), "add: has no form with a third operand");
    refused(() -> e.rCl(Op.ADD, 4, RAX), "add: cannot shift by cl");
    refused(() -> e.rr(Op.ANDN, 4, RAX, RCX), "andn: needs another register operand");
    refused(() -> e.rrr(Op.ADD, 4, RAX, RCX, RDX), "add: has no form with three registers");
    refused(() -> e.mr(Sse.ADDSD, 0, RAX, NONE, 0, 0, 1), "addsd: cannot have memory as dest");
    refused(() -> e.m(Op.PUSH, 8, RAX, NONE, 0, 0), "push: has no form with memory");
    refused(() -> e.r(Op.BSWAP, 2, RAX), "bswap: operand size 2 does not exist");
    refused(() -> e.st(X87.FADD, 8), "fadd: the x87 stack has registers 0 to 7");
    refused(() -> e.st(Op.ADD, 1), "add: has no form with st(i)");
    refused(() -> e.op(Op.ADD), "add: needs operands");
    refused(() -> e.rel8(Op.CALL), "call: has no form with an 8-bit distance");
    refused(() -> e.rel32(Op.JRCXZ), "jrcxz: has no form with a 32-bit distance");
    refused(() -> e.rr(1023, 4, RAX, RAX), "no instruction has the number 1023");
    refused(
        () -> {
          e.lock();
          e.rr(Op.ADD, 4, RAX, RCX);
        },
        "add: lock needs a memory destination");
    e.rr(Op.ADD, 4, RAX, RCX);
    assertThat(hex()).as("the refused prefix is forgotten").isEqualTo("01c8");
  }

  @ParameterizedTest
  @ValueSource(ints = {RSP, RBP, RSI, RDI, R8, R15})
  void byteRegistersGetTheirRex(int reg) {
    e.setcc(Cond.E, reg);
    String rex = reg < R8 ? "40" : "41";
    assertThat(hex()).isEqualTo(rex + "0f94" + HexFormat.of().toHexDigits((byte) (0xc0 | reg & 7)));
  }

  private void refused(Runnable emission, String message) {
    assertThatThrownBy(emission::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
    assertThat(code.size()).isEqualTo(0);
  }
}
