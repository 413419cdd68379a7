package dev.lamina.target.x86_64.lazy;

import static com.google.common.base.Preconditions.checkArgument;

import dev.lamina.ir.Module;

/**
 * Writes the resolver block and trampolines of x86-64.
 *
 * <p>What the block refers to is found by name, so that an object of it holds no address of this
 * process: {@link #ENTRY} is a function {@code void *entry(void *manager, void *trampoline)} of the
 * platform's calling convention that returns the address to go on at, always; {@link #MANAGER} is
 * an absolute symbol whose value it gets as its first argument.
 */
public final class CompileCallbacks {
  /** The symbol of the resolver block's code. */
  public static final String RESOLVER = "orc_resolver_block";

  /** The symbol of the function that the block calls. */
  public static final String ENTRY = "orc_resolver_entry";

  /** The symbol whose value that function gets. */
  public static final String MANAGER = "orc_resolver_manager";

  /** Trampolines are named this and a number. */
  public static final String TRAMPOLINE_PREFIX = "orc_jcc_";

  /** From one trampoline to the next, in bytes. */
  public static final int TRAMPOLINE_SIZE = 8;

  private static final int MOST_TRAMPOLINES = 1 << 20;

  /*
   * Saved are all registers that may carry an argument, the count of vector registers in al and the
   * static chain in r10 among them (psABI, 3.2.3), and r11, which may carry something between
   * modules that know each other. Of the extended state it is x87, SSE, AVX and AVX-512 with its
   * masks: components 0, 1, 2, 5, 6 and 7, which are e7h (SDM volume 1, 13.1). Tiles (AMX) carry no
   * arguments and would take 8 KiB of what may be a small stack; protection keys are the
   * program's. How large the area must be is asked once, since cpuid may take as long as a trap
   * into a hypervisor; threads that ask at the same time store the same.
   *
   * XRSTOR wants 0 in the parts of the header that XSAVE does not write (13.4.2). The JIT's code is
   * entered with the control words that all compiled code expects.
   *
   * At the block's entry the stack holds the trampoline's return address and then that of the
   * caller, so for unwinding the frame is the caller's callee: the address 16 bytes up.
   */
  private static final String RESOLVER_TEXT =
      """
      .text
      .p2align 4
      .globl orc_resolver_block
      .hidden orc_resolver_block
      .type orc_resolver_block, @function
      orc_resolver_block:
        .cfi_startproc
        .cfi_def_cfa_offset 16
        .cfi_offset %rip, -8
        pushq %rbp
        .cfi_def_cfa_offset 24
        .cfi_offset %rbp, -24
        movq %rsp, %rbp
        .cfi_def_cfa_register %rbp
        pushq %rax
        pushq %rcx
        pushq %rdx
        pushq %rsi
        pushq %rdi
        pushq %r8
        pushq %r9
        pushq %r10
        pushq %r11
        pushq %rbx
        .cfi_offset %rbx, -104
        pushq %r12
        .cfi_offset %r12, -112
        movq .Lorc_area(%rip), %rax
        testq %rax, %rax
        jz .Lorc_measure
      .Lorc_measured:
        subq %rax, %rsp
        andq $-64, %rsp
        movl .Lorc_components(%rip), %eax
        testl %eax, %eax
        jz 1f
        xorl %edx, %edx
        movq %rdx, 512(%rsp)
        movq %rdx, 520(%rsp)
        movq %rdx, 528(%rsp)
        movq %rdx, 536(%rsp)
        movq %rdx, 544(%rsp)
        movq %rdx, 552(%rsp)
        movq %rdx, 560(%rsp)
        movq %rdx, 568(%rsp)
        xsave64 (%rsp)
        jmp 2f
      1:
        fxsave64 (%rsp)
      2:
        fninit
        ldmxcsr .Lorc_mxcsr(%rip)
        cld
        call __errno_location@PLT
        movq %rax, %rbx
        movl (%rax), %r12d
        movq .Lorc_manager(%rip), %rdi
        movq 8(%rbp), %rsi
        subq $6, %rsi
        call *.Lorc_entry(%rip)
        movl %r12d, (%rbx)
        movq %rax, 8(%rbp)
        movl .Lorc_components(%rip), %eax
        testl %eax, %eax
        jz 3f
        xorl %edx, %edx
        xrstor64 (%rsp)
        jmp 4f
      3:
        fxrstor64 (%rsp)
      4:
        leaq -88(%rbp), %rsp
        popq %r12
        popq %rbx
        popq %r11
        popq %r10
        popq %r9
        popq %r8
        popq %rdi
        popq %rsi
        popq %rdx
        popq %rcx
        popq %rax
        popq %rbp
        .cfi_def_cfa %rsp, 16
        ret
        .cfi_def_cfa %rbp, 24
      .Lorc_measure:
        movl $1, %eax
        cpuid
        movl $512, %r8d
        xorl %r9d, %r9d
        btl $27, %ecx
        jnc 7f
        xorl %ecx, %ecx
        xgetbv
        andl $0xe7, %eax
        movl %eax, %r9d
        movl $576, %r8d
        movl $2, %r10d
      5:
        btl %r10d, %r9d
        jnc 6f
        movl $0xd, %eax
        movl %r10d, %ecx
        cpuid
        addl %ebx, %eax
        cmpl %r8d, %eax
        cmoval %eax, %r8d
      6:
        incl %r10d
        cmpl $8, %r10d
        jb 5b
      7:
        movl %r9d, .Lorc_components(%rip)
        movl %r8d, %eax
        movq %rax, .Lorc_area(%rip)
        jmp .Lorc_measured
        .cfi_endproc
      .size orc_resolver_block, .-orc_resolver_block
      .data
      .p2align 3
      .Lorc_area: .quad 0
      .Lorc_components: .long 0
      .Lorc_mxcsr: .long 0x1f80
      .Lorc_entry: .quad orc_resolver_entry
      .Lorc_manager: .quad orc_resolver_manager
      .text
      """;

  private CompileCallbacks() {}

  /**
   * Adds the resolver block to a module. {@link #RESOLVER} is its symbol, hidden; the module's
   * resolver has to know {@link #ENTRY}, {@link #MANAGER} and {@code __errno_location}.
   */
  public static void insertResolverBlock(Module module) {
    module.addModuleAsm(RESOLVER_TEXT);
  }

  /**
   * Adds trampolines to a module, each of which calls a resolver block through a pointer that
   * stands before the first. Their symbols, hidden, are {@code orc_jcc_N} with N from {@code
   * startIndex} on; they lie {@link #TRAMPOLINE_SIZE} bytes apart.
   *
   * @param resolver the symbol or the number that is the address of the resolver block
   * @param count of trampolines, at least 1
   */
  public static void insertCompileCallbackTrampolines(
      Module module, String resolver, int count, int startIndex) {
    checkArgument(count > 0 && count <= MOST_TRAMPOLINES, "%s trampolines", count);
    checkArgument(startIndex >= 0, "trampolines from number %s on", startIndex);
    String pointer = ".Lorc_resolver_" + startIndex;
    StringBuilder text = new StringBuilder(count * 100 + 200);
    text.append(".text\n.p2align 3, 0xcc\n");
    text.append(pointer).append(": .quad ").append(resolver).append('\n');
    for (int i = 0; i < count; i++) {
      String name = TRAMPOLINE_PREFIX + (startIndex + i);
      text.append(".globl ").append(name).append("; .hidden ").append(name).append('\n');
      text.append(name).append(": call *").append(pointer).append("(%rip)\n.balign 8, 0xcc\n");
    }
    module.addModuleAsm(text.toString());
  }
}
