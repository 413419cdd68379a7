package dev.lamina.target.x86_64.link;

import static dev.lamina.target.x86_64.link.X86Relocations.*;

import dev.lamina.object.Machine;
import dev.lamina.target.LinkSupport;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Linking for x86-64. The formulas are those of the psABI: S is the symbol's address, A the addend,
 * P the place, G the GOT entry's offset from GOT, the GOT's base, L the stub's address, Z the size.
 */
public final class X86LinkSupport implements LinkSupport {
  private static final int REX_W = 0x48;
  private static final int MOV_LOAD = 0x8b;
  private static final int LEA = 0x8d;
  private static final int GROUP_5 = 0xff;
  private static final int MODRM_CALL_RIP = 0x15;
  private static final int MODRM_JMP_RIP = 0x25;
  private static final int CALL = 0xe8;
  private static final int JMP = 0xe9;
  private static final int ADDR32 = 0x67;
  private static final int NOP = 0x90;

  /** What relocations of code add: the distance from the field to the next instruction. */
  private static final int END_OF_FIELD = -4;

  public X86LinkSupport() {}

  @Override
  public Machine machine() {
    return Machine.X86_64;
  }

  @Override
  public String relocationName(int type) {
    return name(type);
  }

  @Override
  public @Nullable String refusal(int type) {
    return switch (type) {
      case R_X86_64_NONE,
          R_X86_64_64,
          R_X86_64_PC32,
          R_X86_64_GOT32,
          R_X86_64_PLT32,
          R_X86_64_GOTPCREL,
          R_X86_64_32,
          R_X86_64_32S,
          R_X86_64_16,
          R_X86_64_PC16,
          R_X86_64_8,
          R_X86_64_PC8,
          R_X86_64_PC64,
          R_X86_64_GOTOFF64,
          R_X86_64_GOTPC32,
          R_X86_64_GOT64,
          R_X86_64_GOTPCREL64,
          R_X86_64_GOTPC64,
          R_X86_64_GOTPLT64,
          R_X86_64_PLTOFF64,
          R_X86_64_SIZE32,
          R_X86_64_SIZE64,
          R_X86_64_GOTPCRELX,
          R_X86_64_REX_GOTPCRELX ->
          null;
      case 16,
          R_X86_64_DTPOFF64,
          R_X86_64_TPOFF64,
          R_X86_64_TLSGD,
          R_X86_64_TLSLD,
          R_X86_64_DTPOFF32,
          R_X86_64_GOTTPOFF,
          R_X86_64_TPOFF32,
          34,
          35,
          36 ->
          "thread-local variables are not supported yet";
      case 5, 6, 7, 8, 37, 38 -> "it is meant for dynamic linkers and has no place in an object";
      default -> "it is not known";
    };
  }

  @Override
  public int width(int type) {
    return switch (type) {
      case R_X86_64_8, R_X86_64_PC8 -> 1;
      case R_X86_64_16, R_X86_64_PC16 -> 2;
      case R_X86_64_64,
          R_X86_64_PC64,
          R_X86_64_GOTOFF64,
          R_X86_64_GOT64,
          R_X86_64_GOTPCREL64,
          R_X86_64_GOTPC64,
          R_X86_64_GOTPLT64,
          R_X86_64_PLTOFF64,
          R_X86_64_SIZE64 ->
          8;
      case R_X86_64_NONE -> 0;
      default -> 4;
    };
  }

  @Override
  public int needs(int type, byte[] section, int at, int before, long addend) {
    return switch (type) {
      case R_X86_64_NONE -> IGNORED;
      case R_X86_64_PLT32 -> NEEDS_STUB_IF_FAR;
      case R_X86_64_PC32 ->
          addend == END_OF_FIELD && followsBranch(section, at, before)
              ? NEEDS_STUB_IF_FAR
              : NEEDS_NOTHING;
      case R_X86_64_GOTPCREL, R_X86_64_GOTPCREL64 -> NEEDS_GOT;
      case R_X86_64_GOT32, R_X86_64_GOT64, R_X86_64_GOTPLT64 -> NEEDS_GOT | NEEDS_GOT_BASE;
      case R_X86_64_GOTPCRELX ->
          addend == END_OF_FIELD
                  && before >= 2
                  && isIndirectBranch(section[at - 2], section[at - 1])
              ? NEEDS_GOT_IF_FAR
              : NEEDS_GOT;
      case R_X86_64_REX_GOTPCRELX ->
          addend == END_OF_FIELD && before >= 3 && isLoad(section[at - 3], section[at - 2])
              ? NEEDS_GOT_IF_FAR
              : NEEDS_GOT;
      case R_X86_64_GOTOFF64, R_X86_64_GOTPC32, R_X86_64_GOTPC64, R_X86_64_PLTOFF64 ->
          NEEDS_GOT_BASE;
      default -> NEEDS_NOTHING;
    };
  }

  /** True if the field is the displacement of a call, jmp or jcc. */
  private static boolean followsBranch(byte[] section, int at, int before) {
    if (before < 1) {
      return false;
    }
    int last = section[at - 1] & 0xff;
    return last == CALL
        || last == JMP
        || (before >= 2 && (last & 0xf0) == 0x80 && section[at - 2] == 0x0f);
  }

  private static boolean isIndirectBranch(int opcode, int modrm) {
    return (opcode & 0xff) == GROUP_5 && (modrm == MODRM_CALL_RIP || modrm == MODRM_JMP_RIP);
  }

  private static boolean isLoad(int rex, int opcode) {
    return (rex & REX_W) == REX_W && (opcode & 0xff) == MOV_LOAD;
  }

  @Override
  public boolean apply(Fixup f) {
    long sa = f.target + f.addend;
    return switch (f.type) {
      case R_X86_64_NONE -> true;
      case R_X86_64_64 -> put64(f, sa); // S + A
      case R_X86_64_PC64 -> put64(f, sa - f.place); // S + A - P
      case R_X86_64_32 -> putUnsigned32(f, sa); // S + A
      case R_X86_64_32S -> put32(f, sa); // S + A
      case R_X86_64_16 -> put16(f, sa); // S + A
      case R_X86_64_8 -> put8(f, sa); // S + A
      case R_X86_64_PC16 -> put16(f, sa - f.place); // S + A - P
      case R_X86_64_PC8 -> put8(f, sa - f.place); // S + A - P
      case R_X86_64_PC32, R_X86_64_PLT32 -> put32(f, sa - f.place) || putStub(f); // L + A - P
      case R_X86_64_GOTPCREL -> putGot(f); // G + GOT + A - P
      case R_X86_64_GOTPCREL64 -> put64(f, f.gotEntry + f.addend - f.place); // G + GOT + A - P
      case R_X86_64_GOTPCRELX -> relaxBranch(f) || putGot(f);
      case R_X86_64_REX_GOTPCRELX -> relaxLoad(f) || putGot(f);
      case R_X86_64_GOT32 -> put32(f, f.gotEntry - f.gotBase + f.addend); // G + A
      case R_X86_64_GOT64, R_X86_64_GOTPLT64 ->
          put64(f, f.gotEntry - f.gotBase + f.addend); // G + A
      case R_X86_64_GOTOFF64, R_X86_64_PLTOFF64 -> put64(f, sa - f.gotBase); // S + A - GOT
      case R_X86_64_GOTPC32 -> put32(f, f.gotBase + f.addend - f.place); // GOT + A - P
      case R_X86_64_GOTPC64 -> put64(f, f.gotBase + f.addend - f.place); // GOT + A - P
      case R_X86_64_SIZE32 -> putUnsigned32(f, f.size + f.addend); // Z + A
      case R_X86_64_SIZE64 -> put64(f, f.size + f.addend); // Z + A
      default -> throw new IllegalStateException(name(f.type) + " was not refused; please report");
    };
  }

  private static boolean put64(Fixup f, long value) {
    f.memory.putLong(f.index, value);
    return true;
  }

  private static boolean put32(Fixup f, long value) {
    if (value != (int) value) {
      return false;
    }
    f.memory.putInt(f.index, (int) value);
    return true;
  }

  private static boolean putUnsigned32(Fixup f, long value) {
    if (value >>> 32 != 0) {
      return false;
    }
    f.memory.putInt(f.index, (int) value);
    return true;
  }

  // Narrow absolute fields are taken as either signed or unsigned, as the linkers do.

  private static boolean put16(Fixup f, long value) {
    if (value < Short.MIN_VALUE || value > 0xffff) {
      return false;
    }
    f.memory.putShort(f.index, (short) value);
    return true;
  }

  private static boolean put8(Fixup f, long value) {
    if (value < Byte.MIN_VALUE || value > 0xff) {
      return false;
    }
    f.memory.put(f.index, (byte) value);
    return true;
  }

  private static boolean putStub(Fixup f) {
    if (f.stub != 0 && put32(f, f.stub + f.addend - f.place)) {
      f.usedStub = true;
      return true;
    }
    return false;
  }

  private static boolean putGot(Fixup f) {
    return f.gotEntry != 0 && put32(f, f.gotEntry + f.addend - f.place);
  }

  /**
   * Turns {@code call *got(%rip)} into {@code addr32 call S} and {@code jmp *got(%rip)} into {@code
   * jmp S; nop} if S is near (psABI, B.2). A missing weak function stays a load of its 0.
   */
  private static boolean relaxBranch(Fixup f) {
    long distance = f.target + f.addend - f.place;
    if (f.target == 0 || f.addend != END_OF_FIELD || f.before < 2) {
      return false;
    }
    byte opcode = f.memory.get(f.index - 2);
    byte modrm = f.memory.get(f.index - 1);
    // The jump's field begins one byte earlier, so that its distance is one more.
    if (distance != (int) distance
        || distance == Integer.MAX_VALUE
        || !isIndirectBranch(opcode, modrm)) {
      return false;
    }
    if (modrm == MODRM_CALL_RIP) {
      f.memory.put(f.index - 2, (byte) ADDR32);
      f.memory.put(f.index - 1, (byte) CALL);
      f.memory.putInt(f.index, (int) distance);
    } else {
      f.memory.put(f.index - 2, (byte) JMP);
      f.memory.putInt(f.index - 1, (int) distance + 1);
      f.memory.put(f.index + 3, (byte) NOP);
    }
    return true;
  }

  /** Turns {@code mov got(%rip), %reg} into {@code lea S(%rip), %reg} if S is near (psABI, B.2). */
  private static boolean relaxLoad(Fixup f) {
    if (f.addend != END_OF_FIELD
        || f.before < 3
        || !isLoad(f.memory.get(f.index - 3), f.memory.get(f.index - 2))
        || !put32(f, f.target + f.addend - f.place)) {
      return false;
    }
    f.memory.put(f.index - 2, (byte) LEA);
    return true;
  }

  @Override
  public String reach(int type) {
    return switch (type) {
      case R_X86_64_32, R_X86_64_SIZE32 -> "holds addresses below 4 GiB";
      case R_X86_64_32S -> "holds addresses from -2 GiB to 2 GiB";
      case R_X86_64_16 -> "holds 16 bits";
      case R_X86_64_8 -> "holds 8 bits";
      case R_X86_64_PC16 -> "reaches ±32 KiB";
      case R_X86_64_PC8 -> "reaches ±128 bytes";
      default -> "reaches ±2 GiB";
    };
  }

  @Override
  public String advice(int type) {
    return switch (type) {
      case R_X86_64_PLT32 -> "link with stubs (ObjectLinkingLayer.Options.stubs(true))";
      case R_X86_64_PC8, R_X86_64_PC16, R_X86_64_8, R_X86_64_16 ->
          "use a wider field for symbols of other objects";
      default -> "compile with -fPIC";
    };
  }

  @Override
  public int gotEntrySize() {
    return 8;
  }

  @Override
  public void writeGotEntry(ByteBuffer memory, int index, long address) {
    memory.putLong(index, address);
  }

  @Override
  public int stubSize() {
    return 8;
  }

  @Override
  public void writeStub(ByteBuffer memory, int index, long stub, long gotEntry) {
    long distance = gotEntry - (stub + 6);
    if (distance != (int) distance) {
      throw new IllegalStateException("a GOT entry is out of its stub's reach; please report");
    }
    memory.put(index, (byte) GROUP_5);
    memory.put(index + 1, (byte) MODRM_JMP_RIP);
    memory.putInt(index + 2, (int) distance);
    memory.putShort(index + 6, (short) 0xcccc); // int3: nothing falls through
  }

  @Override
  public boolean needsCacheFlush() {
    return false;
  }
}
