package dev.lamina.lazy;

import dev.lamina.ir.Module;

/**
 * What a target supplies so that functions can be compiled at their first call. Everything is
 * module-level assembly of a module that then goes down the stack.
 */
public interface LazySupport {
  /** The symbol of the resolver block. */
  String RESOLVER = "orc_resolver_block";

  /** The symbol of a trampoline, with its index behind it. */
  String TRAMPOLINE = "orc_jcc_";

  /** The symbol of a stub, with its index behind it. */
  String STUB = "orc_stub_";

  /** The symbol of the pointer that a stub jumps through, with its index behind it. */
  String STUB_POINTER = "orc_stub_ptr_";

  /**
   * Adds the code that all trampolines lead to, as {@link #RESOLVER}. It saves every register that
   * can carry an argument, the whole vector state included, and the floating-point environment;
   * sets that as compiled code expects it; calls {@link CompileCallbackManager#entry} with the
   * handle and the trampoline's address; restores all; and goes on at the address that it got, as
   * if the caller had called that.
   *
   * <p>The module holds addresses of this process, and is not to be kept for another.
   */
  void insertResolverBlock(Module module, CompileCallbackManager manager);

  /**
   * Adds {@code count} trampolines, of which each calls {@code resolver} so that that can tell
   * which one it was: {@link #TRAMPOLINE}, with {@code startIndex} and up. They stand {@link
   * #trampolineSize} bytes apart; the first, and no other, is global.
   *
   * @param resolver the address of the resolver block
   */
  void insertCompileCallbackTrampolines(Module module, long resolver, int count, int startIndex);

  /** Adds the one trampoline of that index. */
  default void insertCompileCallbackTrampoline(Module module, long resolver, int index) {
    insertCompileCallbackTrampolines(module, resolver, 1, index);
  }

  /**
   * Adds {@code count} stubs, {@link #stubSize} bytes apart, and their pointers, one beside the
   * other in data memory: {@link #STUB} and {@link #STUB_POINTER}, with {@code startIndex} and up;
   * the first of each, and no other, is global.
   */
  void insertIndirectStubs(Module module, int count, int startIndex);

  /** From one trampoline to the next, in bytes. */
  int trampolineSize();

  /** From one stub to the next, in bytes. */
  int stubSize();
}
