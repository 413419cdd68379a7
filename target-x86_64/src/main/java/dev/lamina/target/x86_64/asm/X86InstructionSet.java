package dev.lamina.target.x86_64.asm;

import static dev.lamina.target.x86_64.link.X86Relocations.*;

import dev.lamina.codegen.CodeBuffer;
import dev.lamina.codegen.Leb128;
import dev.lamina.codegen.assembly.Fixup;
import dev.lamina.codegen.assembly.InstructionSet;
import dev.lamina.codegen.assembly.SymbolScope;
import dev.lamina.object.Machine;
import dev.lamina.target.x86_64.asm.RegisterNames.Register;
import dev.lamina.target.x86_64.encode.Encoder;
import dev.lamina.target.x86_64.encode.Regs;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the assembler of texts has to know of x86-64. */
public final class X86InstructionSet implements InstructionSet {
  /** Makes one for each text. */
  public static final Factory FACTORY = X86InstructionSet::new;

  private static final int OPERAND_SIZE = 0x66;
  private static final int NOP = 0x90;
  private static final int JMP_REL32 = 0xe9;
  private static final int JMP_REL8 = 0xeb;
  private static final int TWO_BYTE = 0x0f;
  private static final int JCC_REL32 = 0x80;
  private static final int JCC_REL8 = 0x70;

  private static final int STACK_COLUMN = 7;
  private static final int RETURN_COLUMN = 16;
  private static final int CFA_DEF_CFA = 0x0c;
  private static final int CFA_OFFSET = 0x80;

  /** DWARF numbers of the general-purpose registers (psABI, figure 3.36), by ours. */
  private static final int[] DWARF = {0, 2, 1, 3, 7, 6, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15};

  private static final int DWARF_XMM0 = 17;

  private final InstructionAssembler assembler;
  private final CodeBuffer nops = new CodeBuffer(16);

  private X86InstructionSet(CodeBuffer code, SymbolScope scope) {
    assembler = new InstructionAssembler(new Encoder(code), scope);
  }

  @Override
  public Machine machine() {
    return Machine.X86_64;
  }

  @Override
  public List<Fixup> assemble(String statement) {
    return assembler.assemble(statement);
  }

  @Override
  public byte @Nullable [] shortBranch(CodeBuffer code) {
    int opcodeAt = code.size() - 5;
    int opcode = code.get1(opcodeAt);
    int shortOpcode;
    if (opcode == JMP_REL32) {
      shortOpcode = JMP_REL8;
    } else if ((opcode & 0xf0) == JCC_REL32
        && opcodeAt > 0
        && code.get1(opcodeAt - 1) == TWO_BYTE) {
      opcodeAt--;
      shortOpcode = JCC_REL8 | opcode & 0xf;
    } else {
      return null;
    }
    byte[] bytes = Arrays.copyOf(code.array(), opcodeAt + 1);
    bytes[opcodeAt] = (byte) shortOpcode;
    return bytes;
  }

  @Override
  public int relocation(Fixup f, CodeBuffer code) {
    String modifier = f.modifier();
    if (modifier == null) {
      if (f.branch() && f.size() == 4 && f.addend() == 0) {
        return R_X86_64_PLT32;
      }
      if (f.size() == 4 && f.signExtended()) {
        return R_X86_64_32S;
      }
      return dataRelocation(f.size(), f.pcRelative(), null);
    }
    if (modifier.equals("GOTPCREL") && f.size() == 4 && f.pcRelative()) {
      return offsetTableLoad(f, code);
    }
    return dataRelocation(f.size(), f.pcRelative(), modifier);
  }

  /**
   * The kind of relocation that lets a linker turn the load of an address into the address itself,
   * where the instruction is one that it knows (psABI, B.2).
   */
  private static int offsetTableLoad(Fixup f, CodeBuffer code) {
    int opcodeAt = f.offset() - 2;
    int at = 0;
    boolean narrow = false;
    while (at < opcodeAt && isPrefix(code.get1(at))) {
      narrow |= code.get1(at) == OPERAND_SIZE;
      at++;
    }
    boolean rex = at < opcodeAt && (code.get1(at) & 0xf0) == 0x40;
    at += rex ? 1 : 0;
    if (narrow || at != opcodeAt || f.bytesAfter() != 0 && !hasImmediate(code.get1(at))) {
      return R_X86_64_GOTPCREL;
    }
    int opcode = code.get1(opcodeAt);
    int digit = code.get1(opcodeAt + 1) >> 3 & 7;
    boolean arithmetic = opcode < 0x40 && (opcode & 7) == 3;
    boolean known =
        opcode == 0x8b
            || opcode == 0x85
            || arithmetic
            || opcode == 0xf7 && digit == 0
            || opcode == 0xff && (digit == 2 || digit == 4);
    if (!known) {
      return R_X86_64_GOTPCREL;
    }
    return rex ? R_X86_64_REX_GOTPCRELX : R_X86_64_GOTPCRELX;
  }

  private static boolean hasImmediate(int opcode) {
    return opcode == 0xf7;
  }

  private static boolean isPrefix(int b) {
    return switch (b) {
      case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3 -> true;
      default -> false;
    };
  }

  @Override
  public int dataRelocation(int size, boolean pcRelative, @Nullable String modifier) {
    if (modifier == null) {
      return switch (size) {
        case 1 -> pcRelative ? R_X86_64_PC8 : R_X86_64_8;
        case 2 -> pcRelative ? R_X86_64_PC16 : R_X86_64_16;
        case 4 -> pcRelative ? R_X86_64_PC32 : R_X86_64_32;
        case 8 -> pcRelative ? R_X86_64_PC64 : R_X86_64_64;
        default -> NO_RELOCATION;
      };
    }
    return switch (modifier) {
      case "PLT" -> only(size, R_X86_64_PLT32, NO_RELOCATION);
      case "GOTPCREL" -> only(size, R_X86_64_GOTPCREL, R_X86_64_GOTPCREL64);
      case "GOT" -> only(size, R_X86_64_GOT32, R_X86_64_GOT64);
      case "GOTOFF" -> only(size, NO_RELOCATION, R_X86_64_GOTOFF64);
      case "GOTPLT" -> only(size, NO_RELOCATION, R_X86_64_GOTPLT64);
      case "PLTOFF" -> only(size, NO_RELOCATION, R_X86_64_PLTOFF64);
      case "TPOFF" -> only(size, R_X86_64_TPOFF32, R_X86_64_TPOFF64);
      case "DTPOFF" -> only(size, R_X86_64_DTPOFF32, R_X86_64_DTPOFF64);
      case "GOTTPOFF" -> only(size, R_X86_64_GOTTPOFF, NO_RELOCATION);
      case "TLSGD" -> only(size, R_X86_64_TLSGD, NO_RELOCATION);
      case "TLSLD" -> only(size, R_X86_64_TLSLD, NO_RELOCATION);
      case "SIZE" -> only(size, R_X86_64_SIZE32, R_X86_64_SIZE64);
      default -> NO_RELOCATION;
    };
  }

  private static int only(int size, int four, int eight) {
    return size == 4 ? four : size == 8 ? eight : NO_RELOCATION;
  }

  @Override
  public boolean isOnlyDetour(String modifier) {
    return modifier.equals("PLT");
  }

  @Override
  public int forSection(int relocation) {
    return switch (relocation) {
      case R_X86_64_PLT32 -> R_X86_64_PC32;
      case R_X86_64_8,
          R_X86_64_16,
          R_X86_64_32,
          R_X86_64_32S,
          R_X86_64_64,
          R_X86_64_PC8,
          R_X86_64_PC16,
          R_X86_64_PC32,
          R_X86_64_PC64,
          R_X86_64_GOTOFF64 ->
          relocation;
      default -> NO_RELOCATION;
    };
  }

  @Override
  public int offsetTableRelocation(int size) {
    return only(size, R_X86_64_GOTPC32, R_X86_64_GOTPC64);
  }

  @Override
  public boolean meansNops(long fill) {
    return fill == NOP;
  }

  @Override
  public void nops(CodeBuffer out, int bytes) {
    nops.truncate(0);
    new Encoder(nops).nops(bytes);
    out.put(nops.array(), 0, nops.size());
  }

  @Override
  public int dwarfRegister(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("rip")) {
      return RETURN_COLUMN;
    }
    Register register = RegisterNames.find(lower);
    if (register == null) {
      return -1;
    }
    return switch (register.file()) {
      case GPR ->
          register.size() == 8 && register.number() != Regs.RIP ? DWARF[register.number()] : -1;
      case XMM -> DWARF_XMM0 + register.number();
      default -> -1;
    };
  }

  @Override
  public int returnColumn() {
    return RETURN_COLUMN;
  }

  @Override
  public int dataAlignment() {
    return -8;
  }

  @Override
  public void initialUnwinding(CodeBuffer out) {
    out.put1(CFA_DEF_CFA);
    Leb128.unsigned(out, STACK_COLUMN);
    Leb128.unsigned(out, 8);
    out.put1(CFA_OFFSET | RETURN_COLUMN);
    Leb128.unsigned(out, 1);
  }

  @Override
  public int initialFrameOffset() {
    return 8;
  }
}
