package dev.lamina.target.x86_64.lazy;

import static com.google.common.base.Preconditions.checkArgument;

import dev.lamina.ir.Module;
import dev.lamina.lazy.CompileCallbackManager;
import dev.lamina.lazy.LazySupport;

/**
 * System V ABI. A stub jumps through its pointer, at first to a trampoline; that calls the
 * resolver, so that the stack holds which trampoline it was, and above that the return address of
 * the program's call.
 */
public final class X86LazySupport implements LazySupport {
  private static final int TRAMPOLINE_SIZE = 8;
  private static final int STUB_SIZE = 8;

  /** Room for their numbers, and for the displacement from the last one to its pointer. */
  private static final int MOST_AT_ONCE = 1 << 20;

  /*
   * Saved are all registers that may carry an argument, the count of vector registers in al and the
   * static chain in r10 among them (psABI, 3.2.3), and r11, which may carry something between
   * modules that know each other. Of the extended state it is x87, SSE, AVX and AVX-512 with its
   * masks: components 0, 1, 2, 5, 6 and 7, which are e7h (SDM volume 1, 13.1). Tiles (AMX) carry no
   * arguments and would take 8 KiB of what may be a small stack; protection keys are the
   * program's. How large the area must be is asked once, since cpuid may take as long as a trap
   * into a hypervisor; threads that ask at the same time store the same.
   *
   * XRSTOR wants 0 in the parts of the header that XSAVE does not write (13.4.2). The entry is
   * called with the control words that all compiled code expects; errno is its own affair.
   *
   * At the block's entry the stack holds the trampoline's return address, six bytes behind its
   * beginning, and then that of the caller, so for unwinding the frame is the caller's callee: the
   * address 16 bytes up.
   */
  private static final String RESOLVER_TEXT =
      """
      .text
      .p2align 4
      .globl orc_resolver_block
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
        movq .Lorc_handle(%rip), %rdi
        movq 8(%rbp), %rsi
        subq $6, %rsi
        call *.Lorc_entry(%rip)
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
        leaq -80(%rbp), %rsp
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
      """;

  @Override
  public void insertResolverBlock(Module module, CompileCallbackManager manager) {
    module.addModuleAsm(
        RESOLVER_TEXT
            + ".Lorc_entry: .quad 0x%x\n".formatted(manager.entry())
            + ".Lorc_handle: .quad 0x%x\n".formatted(manager.handle())
            + ".text\n");
  }

  /** The pointer to the resolver, which may be far away, stands before the block. */
  @Override
  public void insertCompileCallbackTrampolines(
      Module module, long resolver, int count, int startIndex) {
    checkNumbers("trampolines", count, startIndex);
    String pointer = ".Lorc_resolver_" + startIndex;
    StringBuilder text = new StringBuilder(64 * (count + 2));
    text.append("\t.text\n\t.p2align 3, 0xcc\n").append(pointer).append(":\n\t.quad 0x");
    text.append(Long.toHexString(resolver)).append('\n');
    text.append("\t.globl ").append(TRAMPOLINE).append(startIndex).append('\n');
    for (int i = startIndex; i < startIndex + count; i++) {
      text.append(TRAMPOLINE).append(i).append(":\n\tcallq *").append(pointer);
      text.append("(%rip)\n\t.p2align 3, 0xcc\n");
    }
    module.addModuleAsm(text.toString());
  }

  @Override
  public void insertIndirectStubs(Module module, int count, int startIndex) {
    checkNumbers("stubs", count, startIndex);
    String pointers = STUB_POINTER + startIndex;
    StringBuilder text = new StringBuilder(48 * (count + 4));
    text.append("\t.data\n\t.p2align 3\n\t.globl ").append(pointers).append('\n');
    text.append(pointers).append(":\n\t.zero ").append(8 * count).append('\n');
    text.append("\t.text\n\t.p2align 3, 0xcc\n\t.globl ").append(STUB).append(startIndex);
    text.append('\n').append(STUB).append(startIndex).append(":\n");
    for (int i = 0; i < count; i++) {
      text.append("\tjmpq *").append(pointers).append('+').append(8 * i);
      text.append("(%rip)\n\t.p2align 3, 0xcc\n");
    }
    module.addModuleAsm(text.toString());
  }

  private static void checkNumbers(String what, int count, int startIndex) {
    checkArgument(count > 0 && count <= MOST_AT_ONCE, "%s %s", count, what);
    checkArgument(startIndex >= 0, "%s from number %s on", what, startIndex);
  }

  @Override
  public int trampolineSize() {
    return TRAMPOLINE_SIZE;
  }

  @Override
  public int stubSize() {
    return STUB_SIZE;
  }
}
