package dev.lamina.lazy;

import java.util.List;

/**
 * Makes stubs: code that jumps to where a pointer in data memory points. The stub is a function's
 * address once and for all, while the pointer may be set at any time. Safe for threads.
 */
public interface IndirectStubsManager {
  /** One stub. */
  interface Stub {
    String name();

    /** The address to call. */
    long address();

    /** Where it leads now. */
    long target();

    /** Makes it lead elsewhere: atomically, while other threads run through it. */
    void setTarget(long target);
  }

  /**
   * Makes stubs, of which each leads to the target of the same index.
   *
   * @throws dev.lamina.session.JitException if they cannot be made
   */
  List<Stub> create(List<String> names, long[] targets);

  /** Takes stubs back, which nothing calls any more; their memory is used again. */
  void release(List<Stub> stubs);
}
