package dev.lamina.ir.text;

import com.google.common.collect.ImmutableMap;
import dev.lamina.ir.CallingConvention;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The keywords of calling conventions and the numbers that LLVM gives to them. */
final class CallingConventions {
  private static final ImmutableMap<String, Integer> NUMBERS =
      ImmutableMap.<String, Integer>builder()
          .put("ccc", CallingConvention.C)
          .put("fastcc", CallingConvention.FAST)
          .put("coldcc", CallingConvention.COLD)
          .put("ghccc", CallingConvention.GHC)
          .put("webkit_jscc", CallingConvention.WEBKIT_JS)
          .put("anyregcc", CallingConvention.ANYREG)
          .put("preserve_mostcc", CallingConvention.PRESERVE_MOST)
          .put("preserve_allcc", CallingConvention.PRESERVE_ALL)
          .put("preserve_nonecc", CallingConvention.PRESERVE_NONE)
          .put("swiftcc", CallingConvention.SWIFT)
          .put("cxx_fast_tlscc", CallingConvention.CXX_FAST_TLS)
          .put("tailcc", CallingConvention.TAIL)
          .put("cfguard_checkcc", CallingConvention.CFGUARD_CHECK)
          .put("swifttailcc", CallingConvention.SWIFT_TAIL)
          .put("x86_stdcallcc", CallingConvention.X86_STDCALL)
          .put("x86_fastcallcc", CallingConvention.X86_FASTCALL)
          .put("arm_apcscc", 66)
          .put("arm_aapcscc", 67)
          .put("arm_aapcs_vfpcc", 68)
          .put("msp430_intrcc", 69)
          .put("x86_thiscallcc", CallingConvention.X86_THISCALL)
          .put("ptx_kernel", 71)
          .put("ptx_device", 72)
          .put("spir_func", 75)
          .put("spir_kernel", 76)
          .put("intel_ocl_bicc", 77)
          .put("x86_64_sysvcc", CallingConvention.X86_64_SYSV)
          .put("win64cc", CallingConvention.WIN64)
          .put("x86_vectorcallcc", CallingConvention.X86_VECTORCALL)
          .put("hhvmcc", 81)
          .put("hhvm_ccc", 82)
          .put("x86_intrcc", CallingConvention.X86_INTR)
          .put("avr_intrcc", 84)
          .put("avr_signalcc", 85)
          .put("amdgpu_vs", 87)
          .put("amdgpu_gs", 88)
          .put("amdgpu_ps", 89)
          .put("amdgpu_cs", 90)
          .put("amdgpu_kernel", 91)
          .put("x86_regcallcc", CallingConvention.X86_REGCALL)
          .put("amdgpu_hs", 93)
          .put("amdgpu_ls", 95)
          .put("amdgpu_es", 96)
          .put("aarch64_vector_pcs", 97)
          .put("aarch64_sve_vector_pcs", 98)
          .put("amdgpu_gfx", 100)
          .put("aarch64_sme_preservemost_from_x0", 102)
          .put("aarch64_sme_preservemost_from_x2", 103)
          .put("amdgpu_cs_chain", 104)
          .put("amdgpu_cs_chain_preserve", 105)
          .put("m68k_rtdcc", 106)
          .put("graalcc", 107)
          .put("riscv_vector_cc", 110)
          .put("aarch64_sme_preservemost_from_x1", 111)
          .buildOrThrow();

  private static final int MAX = 1023;
  private static final NameTable<Integer> BY_NAME = new NameTable<>(NUMBERS.size());

  static {
    NUMBERS.forEach(
        (name, number) -> {
          byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
          int hash = NameTable.hash(bytes, 0, bytes.length);
          int slot = BY_NAME.find(bytes, 0, bytes.length, hash);
          BY_NAME.add(slot, bytes, 0, bytes.length, hash, number);
        });
  }

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

  /** The keyword for a number, or null if LLVM writes {@code cc N}. */
  static @Nullable String keyword(int number) {
    for (var entry : NUMBERS.entrySet()) {
      if (entry.getValue() == number) {
        return entry.getKey();
      }
    }
    return null;
  }
}
