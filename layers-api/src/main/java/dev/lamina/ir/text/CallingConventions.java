package dev.lamina.ir.text;

import dev.lamina.ir.CallingConvention;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keywords of calling conventions and the numbers that LLVM gives to them. */
final class CallingConventions {
  private static final NameTable<Integer> BY_NAME = new NameTable<>(64);
  private static final Map<Integer, String> BY_NUMBER = new HashMap<>();

  static {
    add("ccc", CallingConvention.C);
    add("fastcc", CallingConvention.FAST);
    add("coldcc", CallingConvention.COLD);
    add("ghccc", CallingConvention.GHC);
    add("webkit_jscc", CallingConvention.WEBKIT_JS);
    add("anyregcc", CallingConvention.ANYREG);
    add("preserve_mostcc", CallingConvention.PRESERVE_MOST);
    add("preserve_allcc", CallingConvention.PRESERVE_ALL);
    add("preserve_nonecc", CallingConvention.PRESERVE_NONE);
    add("swiftcc", CallingConvention.SWIFT);
    add("cxx_fast_tlscc", CallingConvention.CXX_FAST_TLS);
    add("tailcc", CallingConvention.TAIL);
    add("cfguard_checkcc", CallingConvention.CFGUARD_CHECK);
    add("swifttailcc", CallingConvention.SWIFT_TAIL);
    add("x86_stdcallcc", CallingConvention.X86_STDCALL);
    add("x86_fastcallcc", CallingConvention.X86_FASTCALL);
    add("arm_apcscc", 66);
    add("arm_aapcscc", 67);
    add("arm_aapcs_vfpcc", 68);
    add("msp430_intrcc", 69);
    add("x86_thiscallcc", CallingConvention.X86_THISCALL);
    add("ptx_kernel", 71);
    add("ptx_device", 72);
    add("spir_func", 75);
    add("spir_kernel", 76);
    add("intel_ocl_bicc", 77);
    add("x86_64_sysvcc", CallingConvention.X86_64_SYSV);
    add("win64cc", CallingConvention.WIN64);
    add("x86_vectorcallcc", CallingConvention.X86_VECTORCALL);
    add("hhvmcc", 81);
    add("hhvm_ccc", 82);
    add("x86_intrcc", CallingConvention.X86_INTR);
    add("avr_intrcc", 84);
    add("avr_signalcc", 85);
    add("amdgpu_vs", 87);
    add("amdgpu_gs", 88);
    add("amdgpu_ps", 89);
    add("amdgpu_cs", 90);
    add("amdgpu_kernel", 91);
    add("x86_regcallcc", CallingConvention.X86_REGCALL);
    add("amdgpu_hs", 93);
    add("amdgpu_ls", 95);
    add("amdgpu_es", 96);
    add("aarch64_vector_pcs", 97);
    add("aarch64_sve_vector_pcs", 98);
    add("amdgpu_gfx", 100);
    add("aarch64_sme_preservemost_from_x0", 102);
    add("aarch64_sme_preservemost_from_x2", 103);
    add("amdgpu_cs_chain", 104);
    add("amdgpu_cs_chain_preserve", 105);
    add("m68k_rtdcc", 106);
    add("graalcc", 107);
    add("riscv_vector_cc", 110);
    add("aarch64_sme_preservemost_from_x1", 111);
  }

  private static final int MAX = 1023;

  private CallingConventions() {}

  /** Reads a calling convention if one stands here; else it is that of C. */
  static int read(Lexer lex) {
    int c = lex.peek();
    if (!Lexer.isLetter(c) || (c == 'i' && Lexer.isDigit(lex.text[lex.pos + 1]))) {
      return CallingConvention.C;
    }
    if (lex.keyword() != Keyword.NONE_OF_THESE && lex.keyword() != Keyword.CC) {
      return CallingConvention.C;
    }
    if (lex.accept(Keyword.CC)) {
      return lex.readUnsigned("number of a calling convention", MAX);
    }
    int start = lex.pos;
    lex.readWord();
    Integer known = BY_NAME.get(lex.nameBytes, lex.nameStart, lex.nameLength, lex.nameHash);
    if (known != null) {
      return known;
    }
    lex.pos = start;
    if (lex.text[start] == 'c'
        && lex.text[start + 1] == 'c'
        && Lexer.isDigit(lex.text[start + 2])) {
      lex.pos = start + 2; // "cc10" is "cc 10"
      return lex.readUnsigned("number of a calling convention", MAX);
    }
    return CallingConvention.C;
  }

  private static void add(String name, int number) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    int hash = NameTable.hash(bytes, 0, bytes.length);
    BY_NAME.add(BY_NAME.find(bytes, 0, bytes.length, hash), bytes, 0, bytes.length, hash, number);
    BY_NUMBER.put(number, name);
  }

  /** The keyword for a number, or null if LLVM writes {@code cc N}. */
  static @Nullable String keyword(int number) {
    return BY_NUMBER.get(number);
  }
}
