package dev.lamina.target.x86_64.link;

import static dev.lamina.target.x86_64.link.X86Relocations.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.target.LinkSupport;
import dev.lamina.target.LinkSupport.Fixup;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class X86LinkSupportTest {
  private static final long PLACE = 0x7000_0000_0000L;

  private final X86LinkSupport support = new X86LinkSupport();

  /** Bytes 3 on are the place; those before it are {@code before}. */
  private Fixup fixup(int type, String before) {
    byte[] bytes = new byte[11];
    byte[] head = HexFormat.of().parseHex(before);
    System.arraycopy(head, 0, bytes, 3 - head.length, head.length);
    Fixup f = new Fixup(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    f.type = type;
    f.index = 3;
    f.before = head.length;
    f.place = PLACE;
    return f;
  }

  private static String bytes(Fixup f, int from, int to) {
    return HexFormat.of().formatHex(f.memory.array(), from, to);
  }

  @ParameterizedTest
  @CsvSource({
    // type, S - P or S, A, field or - if out of reach
    "R_X86_64_PC32,    0x80000003, -4, ffffff7f",
    "R_X86_64_PC32,    0x80000004, -4, -",
    "R_X86_64_PC32,   -0x7ffffffc, -4, 00000080",
    "R_X86_64_PC32,   -0x7ffffffd, -4, -",
    "R_X86_64_PLT32,   0x80000003, -4, ffffff7f",
    "R_X86_64_PLT32,   0x80000004, -4, -",
    "R_X86_64_PC64,   -1,           0, ffffffffffffffff",
    "R_X86_64_PC16,    0x8001,     -2, ff7f",
    "R_X86_64_PC16,    0x10002,    -2, -",
    "R_X86_64_PC8,     0x80,       -1, 7f",
    "R_X86_64_PC8,    -0x80,       -1, -",
  })
  void relativeFieldsReachTheirLimits(String type, String distance, long addend, String field) {
    check(type, PLACE + Long.decode(distance), addend, field);
  }

  @ParameterizedTest
  @CsvSource({
    "R_X86_64_64,  0x123456789abc, 1, bd9a785634120000",
    "R_X86_64_32,  0xffffffff,     0, ffffffff",
    "R_X86_64_32,  0xffffffff,     1, -",
    "R_X86_64_32,  0,             -1, -",
    "R_X86_64_32S, 0x7fffffff,     0, ffffff7f",
    "R_X86_64_32S, 0x7fffffff,     1, -",
    "R_X86_64_32S, 0,             -1, ffffffff",
    "R_X86_64_16,  0xffff,         0, ffff",
    "R_X86_64_16,  0x10000,        0, -",
    "R_X86_64_16,  -0x8000,        0, 0080",
    "R_X86_64_8,   0xff,           0, ff",
    "R_X86_64_8,   0x100,          0, -",
    "R_X86_64_8,  -0x81,           0, -",
  })
  void absoluteFieldsHoldTheirLimits(String type, String address, long addend, String field) {
    check(type, Long.decode(address), addend, field);
  }

  private static int number(String type) {
    for (int i = 0; i < 64; i++) {
      if (name(i).equals(type)) {
        return i;
      }
    }
    throw new AssertionError(type);
  }

  private void check(String type, long target, long addend, String field) {
    Fixup f = fixup(number(type), "");
    f.target = target;
    f.addend = addend;
    boolean applied = support.apply(f);
    int width = support.width(f.type);
    String expected = "00".repeat(3) + (field.equals("-") ? "" : field);
    assertThat(applied).isEqualTo(!field.equals("-"));
    assertThat(bytes(f, 0, 11)).isEqualTo(expected + "00".repeat(11 - expected.length() / 2));
    if (applied) {
      assertThat(width).isEqualTo(field.length() / 2);
    }
  }

  @Test
  void gotFieldsCountFromTheirBase() {
    Fixup f = fixup(R_X86_64_GOTOFF64, "");
    f.target = 0x5000;
    f.gotBase = 0x4000;
    f.gotEntry = 0x4018;
    assertThat(support.apply(f)).isTrue();
    assertThat(bytes(f, 3, 11)).isEqualTo("0010000000000000");
    f.type = R_X86_64_GOT64;
    assertThat(support.apply(f)).isTrue();
    assertThat(bytes(f, 3, 11)).isEqualTo("1800000000000000");
    f.type = R_X86_64_GOTPC64;
    f.place = 0x3000;
    f.addend = 1;
    assertThat(support.apply(f)).isTrue();
    assertThat(bytes(f, 3, 11)).isEqualTo("0110000000000000");
    f.type = R_X86_64_SIZE32;
    f.size = 100;
    f.addend = 1;
    assertThat(support.apply(f)).isTrue();
    assertThat(bytes(f, 3, 7)).isEqualTo("65000000");
    f.type = R_X86_64_GOTPCREL;
    f.addend = -4;
    assertThat(support.apply(f)).isTrue();
    assertThat(bytes(f, 3, 7)).isEqualTo("14100000");
  }

  @Test
  void nearLoadsAndCallsThroughTheGotAreRelaxed() {
    checkRelaxed(R_X86_64_REX_GOTPCRELX, "488b05", "488d05fc0f0000");
    checkRelaxed(R_X86_64_REX_GOTPCRELX, "4c8b3d", "4c8d3dfc0f0000");
    checkRelaxed(R_X86_64_GOTPCRELX, "ff15", "67e8fc0f0000");
    checkRelaxed(R_X86_64_GOTPCRELX, "ff25", "e9fd0f000090");
  }

  private void checkRelaxed(int type, String before, String after) {
    Fixup f = fixup(type, before);
    f.target = PLACE + 0x1000;
    f.addend = -4;
    byte[] section = f.memory.array();
    assertThat(support.needs(type, section, 3, f.before, -4))
        .isEqualTo(LinkSupport.NEEDS_GOT_IF_FAR);
    assertThat(support.apply(f)).isTrue();
    assertThat(bytes(f, 3 - f.before, 7)).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(strings = {"488b05", "ff15", "483b05"})
  void farOnesGoThroughTheGot(String before) {
    int type = before.length() == 4 ? R_X86_64_GOTPCRELX : R_X86_64_REX_GOTPCRELX;
    Fixup f = fixup(type, before);
    f.target = 0x1000;
    f.addend = -4;
    f.gotEntry = PLACE + 0x104;
    assertThat(support.apply(f)).isTrue();
    assertThat(bytes(f, 3 - f.before, 7)).isEqualTo(before + "00010000");
  }

  @Test
  void whatCannotBeRelaxedNeedsItsGotEntry() {
    byte[] cmp = HexFormat.of().parseHex("483b0500000000");
    assertThat(support.needs(R_X86_64_REX_GOTPCRELX, cmp, 3, 3, -4))
        .isEqualTo(LinkSupport.NEEDS_GOT);
    byte[] load = HexFormat.of().parseHex("488b0500000000");
    assertThat(support.needs(R_X86_64_REX_GOTPCRELX, load, 3, 3, 0))
        .isEqualTo(LinkSupport.NEEDS_GOT);
    assertThat(support.needs(R_X86_64_REX_GOTPCRELX, load, 3, 0, -4))
        .isEqualTo(LinkSupport.NEEDS_GOT);
  }

  @Test
  void onlyBranchesGoThroughStubs() {
    byte[] call = HexFormat.of().parseHex("e800000000");
    byte[] jcc = HexFormat.of().parseHex("0f8400000000");
    byte[] lea = HexFormat.of().parseHex("488d3d00000000");
    assertThat(support.needs(R_X86_64_PC32, call, 1, 1, -4))
        .isEqualTo(LinkSupport.NEEDS_STUB_IF_FAR);
    assertThat(support.needs(R_X86_64_PC32, jcc, 2, 2, -4))
        .isEqualTo(LinkSupport.NEEDS_STUB_IF_FAR);
    assertThat(support.needs(R_X86_64_PC32, lea, 3, 3, -4)).isEqualTo(LinkSupport.NEEDS_NOTHING);
    Fixup f = fixup(R_X86_64_PLT32, "e8");
    f.target = 0x1000;
    f.addend = -4;
    assertThat(support.apply(f)).isFalse();
    f.stub = PLACE + 0x44;
    assertThat(support.apply(f)).isTrue();
    assertThat(f.usedStub).isTrue();
    assertThat(bytes(f, 2, 7)).isEqualTo("e840000000");
  }

  @Test
  void stubsJumpThroughTheirGotEntry() {
    ByteBuffer memory = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    support.writeStub(memory, 0, 0x1000, 0x2006);
    support.writeGotEntry(memory, 8, 0x1122334455667788L);
    assertThat(HexFormat.of().formatHex(memory.array()))
        .isEqualTo("ff2500100000cccc8877665544332211");
  }

  @Test
  void refusesWhatItCannotDoByReason() {
    assertThat(support.refusal(R_X86_64_GOTTPOFF)).contains("thread-local");
    assertThat(support.refusal(5)).contains("dynamic linkers");
    assertThat(support.refusal(99)).contains("not known");
    assertThat(support.refusal(R_X86_64_PC32)).isNull();
    assertThat(support.relocationName(42)).isEqualTo("R_X86_64_REX_GOTPCRELX");
    assertThat(support.relocationName(99)).isEqualTo("R_X86_64_99");
    assertThat(support.advice(R_X86_64_32)).isEqualTo("compile with -fPIC");
  }
}
