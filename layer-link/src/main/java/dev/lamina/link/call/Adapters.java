package dev.lamina.link.call;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.lamina.link.host.CodeMemory;
import dev.lamina.link.host.CodeMemory.Allocation;
import dev.lamina.link.host.CodeMemory.Segment;
import dev.lamina.link.host.ProcessSymbols;
import dev.lamina.target.CallAdapters;
import dev.lamina.target.CallAdapters.Code;
import dev.lamina.target.CallAdapters.Shape;
import dev.lamina.target.Targets;
import java.lang.ref.Cleaner;
import java.lang.ref.Cleaner.Cleanable;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The adapters of this process: code of the target for the machine that Java runs on, in memory of
 * its own. What a downcall needs is the same for all functions of one shape and stays as long as
 * the process; an upcall has its own, and frees it.
 */
final class Adapters {
  private static final CodeMemory MEMORY = new CodeMemory(ByteOrder.nativeOrder());
  private static final Map<Shape, Long> DOWNCALLS = new HashMap<>();
  private static final Map<Shape, Code> UPCALLS = new HashMap<>();
  private static volatile @Nullable CallAdapters target;

  private Adapters() {}

  private static CallAdapters target() {
    CallAdapters known = target;
    if (known == null) {
      String triple = Targets.hostTriple();
      known = Targets.forTriple(triple).callAdapters();
      if (known == null) {
        throw new UnsupportedOperationException(
            "the target for " + triple + " has no adapters for calls between Java and C");
      }
      target = known;
    }
    return known;
  }

  /** What upcalls share: made at the first one. */
  private static final class Shared {
    static final long JAVA_VM = Jni.javaVm();
    static final long GET_SPECIFIC = symbol("pthread_getspecific");
    static final long SET_SPECIFIC = symbol("pthread_setspecific");
    static final int FRAME_KEY = key(0);
    static final int DETACH_KEY = key(Jni.detachFunction(JAVA_VM));

    private static int key(long destructor) {
      try (Memory key = new Memory(4)) {
        int result =
            NativeLibrary.getProcess()
                .getFunction("pthread_key_create")
                .invokeInt(new Object[] {key, new Pointer(destructor)});
        if (result != 0) {
          throw new IllegalStateException("pthread_key_create failed with " + result);
        }
        return key.getInt(0);
      }
    }
  }

  private static long symbol(String name) {
    long address = ProcessSymbols.address(name);
    if (address == 0) {
      throw new IllegalStateException("the process has no " + name);
    }
    return address;
  }

  /** The address of the code for native methods that call functions of that shape. */
  static long downcall(Shape shape) {
    synchronized (DOWNCALLS) {
      Long known = DOWNCALLS.get(shape);
      if (known != null) {
        return known;
      }
      Code code = target().downcall(shape);
      long address = place(code, allocate(code));
      DOWNCALLS.put(shape, address);
      return address;
    }
  }

  /** Frees what nobody closed. */
  private static final class Freeing {
    static final Cleaner CLEANER = Cleaner.create();
  }

  /** A C function that calls back, until it is freed. */
  static final class Callable implements Runnable {
    private final Allocation allocation;
    private final long address;
    private final long owner;
    private final long receiver;

    private Callable(Allocation allocation, long address, long owner, long receiver) {
      this.allocation = allocation;
      this.address = address;
      this.owner = owner;
      this.receiver = receiver;
    }

    long address() {
      return address;
    }

    /** Has it freed when {@code holder} is not reachable, or earlier by {@code clean()}. */
    Cleanable freedWith(Object holder) {
      return Freeing.CLEANER.register(holder, this);
    }

    /** Frees it. */
    @Override
    public void run() {
      allocation.free();
      Jni.deleteGlobalReference(owner);
      Jni.deleteGlobalReference(receiver);
    }
  }

  /** Makes a C function that calls {@code owner.method(receiver, …)}. */
  static Callable upcall(
      Shape shape, Class<?> owner, String method, String descriptor, Object receiver) {
    Code code;
    synchronized (UPCALLS) {
      code = UPCALLS.get(shape);
      if (code == null) {
        code = target().upcall(shape);
        UPCALLS.put(shape, code);
      }
    }
    long id = Jni.staticMethod(owner, method, descriptor);
    long ownerReference = Jni.globalReference(owner);
    long receiverReference = Jni.globalReference(receiver);
    Allocation allocation = allocate(code);
    putWord(allocation, CallAdapters.JAVA_VM, Shared.JAVA_VM);
    putWord(allocation, CallAdapters.CLASS, ownerReference);
    putWord(allocation, CallAdapters.METHOD, id);
    putWord(allocation, CallAdapters.RECEIVER, receiverReference);
    putWord(allocation, CallAdapters.GET_SPECIFIC, Shared.GET_SPECIFIC);
    putWord(allocation, CallAdapters.SET_SPECIFIC, Shared.SET_SPECIFIC);
    putWord(allocation, CallAdapters.FRAME_KEY, Shared.FRAME_KEY);
    putWord(allocation, CallAdapters.DETACH_KEY, Shared.DETACH_KEY);
    return new Callable(allocation, place(code, allocation), ownerReference, receiverReference);
  }

  /**
   * Makes a {@code longjmp} that calls {@code refuse} and aborts where it would leave Java frames.
   *
   * @param longjmp the address of libc's own
   * @param refuse the address of {@code void refuse(void)}
   */
  static long longjmpGuard(long longjmp, long refuse) {
    Code code = target().longjmpGuard();
    Allocation allocation = allocate(code);
    putWord(allocation, CallAdapters.LONGJMP, longjmp);
    putWord(allocation, CallAdapters.REFUSE, refuse);
    putWord(allocation, CallAdapters.ABORT, symbol("abort"));
    putWord(allocation, CallAdapters.GET_SPECIFIC, Shared.GET_SPECIFIC);
    putWord(allocation, CallAdapters.FRAME_KEY, Shared.FRAME_KEY);
    return place(code, allocation);
  }

  private static Allocation allocate(Code code) {
    return MEMORY.allocate(
        new CodeMemory.Size(code.size(), 16), CodeMemory.Size.NONE, CodeMemory.Size.NONE);
  }

  private static void putWord(Allocation allocation, int word, long value) {
    Segment segment = allocation.code();
    segment.memory().putLong(segment.index() + 8 * word, value);
  }

  /** Writes the instructions, and returns where they begin. */
  private static long place(Code code, Allocation allocation) {
    Segment segment = allocation.code();
    code.write(segment.memory(), segment.index());
    return segment.address() + code.entry();
  }
}
