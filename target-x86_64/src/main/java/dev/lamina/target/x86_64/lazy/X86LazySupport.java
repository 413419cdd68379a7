package dev.lamina.target.x86_64.lazy;

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

  /** {@code call *disp32(%rip)}. */
  private static final int CALL_SIZE = 6;

  /**
   * What XSAVE saves: x87, SSE, AVX, opmask, the upper halves of ZMM0 to 15, ZMM16 to 31. AMX tiles
   * carry no arguments, and would take 8 KiB of a stack that may be small.
   */
  private static final int STATE = 0xe7;

  /**
   * The size of the XSAVE area is found out at the first call, since CPUID may take long in a
   * virtual machine: the largest end of any component that is enabled (Intel SDM volume 1, 13.4),
   * or 512 for FXSAVE where there is no XSAVE. Bytes 512 to 575 are the area's header, which XSAVE
   * does not write all of and XRSTOR wants zero.
   */
  private static final String RESOLVER_TEXT =
      """
      	.data
      	.p2align 2
      .Lorc_state_size:
      	.long 0
      	.text
      	.globl {resolver}
      	.type {resolver}, @function
      	.p2align 4
      {resolver}:
      	.cfi_startproc
      	.cfi_def_cfa_offset 16
      	pushq %rbp
      	.cfi_def_cfa_offset 24
      	.cfi_offset %rbp, -24
      	movq %rsp, %rbp
      	.cfi_def_cfa_register %rbp
      	pushq %rax
      	pushq %rbx
      	.cfi_offset %rbx, -40
      	pushq %rcx
      	pushq %rdx
      	pushq %rsi
      	pushq %rdi
      	pushq %r8
      	pushq %r9
      	pushq %r10
      	pushq %r11
      	movl .Lorc_state_size(%rip), %ebx
      	testl %ebx, %ebx
      	jne .Lorc_save
      	movl $1, %eax
      	xorl %ecx, %ecx
      	cpuid
      	movl $512, %r8d
      	btl $27, %ecx
      	jnc .Lorc_size_known
      	xorl %ecx, %ecx
      	xgetbv
      	andl ${state}, %eax
      	movl %eax, %r9d
      	movl $576, %r8d
      	movl $2, %r10d
      .Lorc_component:
      	btl %r10d, %r9d
      	jnc .Lorc_next_component
      	movl $13, %eax
      	movl %r10d, %ecx
      	cpuid
      	addl %ebx, %eax
      	cmpl %r8d, %eax
      	cmoval %eax, %r8d
      .Lorc_next_component:
      	incl %r10d
      	cmpl $8, %r10d
      	jne .Lorc_component
      .Lorc_size_known:
      	movl %r8d, .Lorc_state_size(%rip)
      	movl %r8d, %ebx
      .Lorc_save:
      	subq %rbx, %rsp
      	andq $-64, %rsp
      	cmpl $512, %ebx
      	je .Lorc_fxsave
      	xorl %eax, %eax
      	movq %rax, 512(%rsp)
      	movq %rax, 520(%rsp)
      	movq %rax, 528(%rsp)
      	movq %rax, 536(%rsp)
      	movq %rax, 544(%rsp)
      	movq %rax, 552(%rsp)
      	movq %rax, 560(%rsp)
      	movq %rax, 568(%rsp)
      	movl ${state}, %eax
      	xorl %edx, %edx
      	xsave64 (%rsp)
      	jmp .Lorc_saved
      .Lorc_fxsave:
      	fxsave64 (%rsp)
      .Lorc_saved:
      	movabsq ${handle}, %rdi
      	movq 8(%rbp), %rsi
      	movabsq ${entry}, %rax
      	callq *%rax
      	movq %rax, 8(%rbp)
      	cmpl $512, %ebx
      	je .Lorc_fxrstor
      	movl ${state}, %eax
      	xorl %edx, %edx
      	xrstor64 (%rsp)
      	jmp .Lorc_restored
      .Lorc_fxrstor:
      	fxrstor64 (%rsp)
      .Lorc_restored:
      	leaq -80(%rbp), %rsp
      	popq %r11
      	popq %r10
      	popq %r9
      	popq %r8
      	popq %rdi
      	popq %rsi
      	popq %rdx
      	popq %rcx
      	popq %rbx
      	.cfi_restore %rbx
      	popq %rax
      	popq %rbp
      	.cfi_def_cfa %rsp, 16
      	.cfi_restore %rbp
      	retq
      	.cfi_endproc
      	.size {resolver}, .-{resolver}
      """;

  @Override
  public void insertResolverBlock(Module module, CompileCallbackManager manager) {
    module.addModuleAsm(
        RESOLVER_TEXT
            .replace("{resolver}", RESOLVER)
            .replace("{state}", Integer.toString(STATE))
            .replace("{handle}", Long.toString(manager.handle()))
            .replace("{entry}", Long.toString(manager.entry())));
  }

  /** The pointer to the resolver, which may be far away, stands before the block. */
  @Override
  public void insertCompileCallbackTrampolines(
      Module module, long resolver, int count, int startIndex) {
    StringBuilder text = new StringBuilder(64 * (count + 2));
    text.append("\t.text\n\t.p2align 3\n.Lorc_resolver:\n\t.quad ").append(resolver).append('\n');
    text.append("\t.globl ").append(TRAMPOLINE).append(startIndex).append('\n');
    for (int i = startIndex; i < startIndex + count; i++) {
      text.append(TRAMPOLINE).append(i).append(":\n\tcallq *.Lorc_resolver(%rip)\n\t.p2align 3\n");
    }
    module.addModuleAsm(text.toString());
  }

  @Override
  public void insertIndirectStubs(Module module, int count, int startIndex) {
    String pointers = STUB_POINTER + startIndex;
    StringBuilder text = new StringBuilder(48 * (count + 4));
    text.append("\t.data\n\t.p2align 3\n\t.globl ").append(pointers).append('\n');
    text.append(pointers).append(":\n\t.zero ").append(8 * count).append('\n');
    text.append("\t.text\n\t.p2align 3\n\t.globl ").append(STUB).append(startIndex).append('\n');
    text.append(STUB).append(startIndex).append(":\n");
    for (int i = 0; i < count; i++) {
      text.append("\tjmpq *").append(pointers).append('+').append(8 * i);
      text.append("(%rip)\n\t.p2align 3\n");
    }
    module.addModuleAsm(text.toString());
  }

  @Override
  public int trampolineSize() {
    return TRAMPOLINE_SIZE;
  }

  @Override
  public int trampolineReturn() {
    return CALL_SIZE;
  }

  @Override
  public int stubSize() {
    return STUB_SIZE;
  }
}
