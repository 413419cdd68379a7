package dev.lamina.target;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the code between the calling convention of a machine's Java VM for native methods (JNI)
 * and that of its C functions.
 *
 * <pre>
 *   Java ── native method ──▶ downcall(shape) ──▶ C function
 *   C caller ──▶ upcall(shape) ── GetEnv, CallStatic…MethodA ──▶ static Java method
 * </pre>
 *
 * <p>The code may be placed anywhere. What differs from one use to the next stands in front of it:
 * {@link Code#entry()} bytes of words, eight bytes each in the machine's byte order, whose numbers
 * are the constants below. Whoever places the code fills them in; the code is never changed.
 */
public interface CallAdapters {
  /** A C type, as far as calling conventions are concerned. */
  enum Scalar {
    /** A result only. */
    VOID,
    /** C's {@code _Bool}: a byte that is 0 or 1. */
    BOOL,
    S8,
    U8,
    S16,
    U16,
    S32,
    U32,
    /** 64 bits: {@code long}, pointers. */
    WORD,
    FLOAT,
    DOUBLE
  }

  /** A C function's result and parameters. */
  record Shape(Scalar result, ImmutableList<Scalar> parameters) {
    public static Shape of(Scalar result, List<Scalar> parameters) {
      return new Shape(result, ImmutableList.copyOf(parameters));
    }

    // Written out, since what records have is made by method handles, which are slow to begin.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Shape shape
          && result == shape.result
          && parameters.equals(shape.parameters);
    }

    @Override
    public int hashCode() {
      int hash = result.ordinal();
      for (Scalar parameter : parameters) {
        hash = hash * 31 + parameter.ordinal();
      }
      return hash;
    }
  }

  /** Code with the words it needs in front. */
  final class Code {
    private final byte[] bytes;
    private final int entry;

    /**
     * @param bytes the words, to be filled in, and the code; belongs to this object now
     * @param entry the index of the first instruction, a multiple of 16
     */
    public Code(byte[] bytes, int entry) {
      this.bytes = bytes;
      this.entry = entry;
    }

    /** In bytes, words included. */
    public int size() {
      return bytes.length;
    }

    /** The index of the first instruction. */
    public int entry() {
      return entry;
    }

    /** Writes the instructions, without the words, to their place. */
    public void write(ByteBuffer memory, int index) {
      memory.put(index + entry, bytes, entry, bytes.length - entry);
    }
  }

  /** The {@code JavaVM*}. */
  int JAVA_VM = 0;

  /** A global reference to the class of the method that an upcall makes. */
  int CLASS = 1;

  /** Its {@code jmethodID}. */
  int METHOD = 2;

  /** A global reference that the method gets before the C arguments. */
  int RECEIVER = 3;

  /** Address of {@code pthread_getspecific}. */
  int GET_SPECIFIC = 4;

  /** Address of {@code pthread_setspecific}. */
  int SET_SPECIFIC = 5;

  /**
   * The key whose value is the stack pointer at the newest upcall of a thread that has not
   * returned, 0 if there is none.
   */
  int FRAME_KEY = 6;

  /**
   * The key that gets the {@code JavaVM*} when an upcall attaches its thread; what is registered
   * with it detaches the thread at its end.
   */
  int DETACH_KEY = 7;

  /** The number of words in front of an upcall. */
  int UPCALL_WORDS = 8;

  /** Address of the {@code longjmp} that is guarded, in the place of {@link #JAVA_VM}. */
  int LONGJMP = 0;

  /** Address of {@code void refuse(void)}, called if a jump is stopped. */
  int REFUSE = 1;

  /** Address of {@code abort}, called next. */
  int ABORT = 2;

  /**
   * Code for a native static method {@code (long function, parameters…)}: calls {@code function}
   * with the C convention. Of integers narrower than a register the low bits count, whatever the
   * Java type; they are extended as {@code shape} says. No words are needed. Registers that a
   * variadic function looks at are set, too.
   */
  Code downcall(Shape shape);

  /**
   * Code for a C function that calls a static Java method {@code (Object receiver, parameters…)}.
   * To the method, BOOL is boolean, S8 and U8 are byte, S16 short, U16 char, S32 and U32 int, WORD
   * long.
   *
   * <p>A thread that the Java VM does not know is attached as a daemon first. If that cannot be
   * done, the result is 0. The Java method does not throw.
   */
  Code upcall(Shape shape);

  /**
   * Code for libc's {@code longjmp(buffer, value)}: refuses a jump out of a frame that was called
   * from Java to one that is older than the Java frames. Needs {@link #LONGJMP}, {@link #REFUSE},
   * {@link #ABORT}, {@link #GET_SPECIFIC} and {@link #FRAME_KEY}.
   */
  Code longjmpGuard();
}
