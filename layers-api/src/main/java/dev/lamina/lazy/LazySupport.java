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
   * calls {@link CompileCallbackManager#entry} with the handle and the return address that the
   * trampoline left; restores all; and goes on at the address that it got, as if the caller had
   * called that.
   */
  void insertResolverBlock(Module module, CompileCallbackManager manager);

  /**
   * Adds {@code count} trampolines, of which each calls {@code resolver} so that its return address
   * tells which one it was: {@link #TRAMPOLINE}, with {@code startIndex} and up. They stand {@link
   * #trampolineSize} bytes apart.
   */
  void insertCompileCallbackTrampolines(Module module, long resolver, int count, int startIndex);

  /**
   * Adds {@code count} stubs, {@link #stubSize} bytes apart, and their pointers, one beside the
   * other in data memory: {@link #STUB} and {@link #STUB_POINTER}, with {@code startIndex} and up;
   * only the first of each need be a symbol.
   */
  void insertIndirectStubs(Module module, int count, int startIndex);

  int trampolineSize();

  /** How far behind the beginning of a trampoline the return address is that it leaves. */
  int trampolineReturn();

  int stubSize();
}
