package dev.lamina.link.call;

import com.sun.jna.Function;
import com.sun.jna.JNIEnv;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Map;

/**
 * The functions of JNI that adapters are bound with, called through JNA, which passes its own
 * {@code JNIEnv*} for {@code JNIEnv.CURRENT} and references for Java objects.
 */
final class Jni {
  // JNI specification, "Interface function table".
  private static final int NEW_GLOBAL_REF = 21;
  private static final int DELETE_GLOBAL_REF = 22;
  private static final int GET_STATIC_METHOD_ID = 113;
  private static final int REGISTER_NATIVES = 215;
  private static final int GET_JAVA_VM = 219;

  // JNI specification, "Invocation API functions".
  private static final int DETACH_CURRENT_THREAD = 5;

  private static final Map<String, Boolean> OBJECTS = Map.of(Library.OPTION_ALLOW_OBJECTS, true);
  private static final Pointer TABLE = table();

  private Jni() {}

  private static Pointer table() {
    // The environment as a number: memmove returns its first argument.
    Function memmove = NativeLibrary.getProcess().getFunction("memmove");
    Object[] nothing = {JNIEnv.CURRENT, JNIEnv.CURRENT, 0L};
    Pointer environment = (Pointer) memmove.invoke(Pointer.class, nothing, OBJECTS);
    if (environment == null) {
      throw new IllegalStateException("JNA passes no JNIEnv*; please report");
    }
    return environment.getPointer(0);
  }

  private static long call(int index, Object... arguments) {
    Function function = Function.getFunction(TABLE.getPointer(8L * index));
    Object[] all = new Object[arguments.length + 1];
    all[0] = JNIEnv.CURRENT;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return (long) function.invoke(long.class, all, OBJECTS);
  }

  /** The {@code JavaVM*}, the same for all threads. */
  static long javaVm() {
    try (Memory result = new Memory(8)) {
      check("GetJavaVM", (int) call(GET_JAVA_VM, result));
      return result.getLong(0);
    }
  }

  /** The address of {@code DetachCurrentThread(JavaVM*)}. */
  static long detachFunction(long javaVm) {
    return new Pointer(javaVm).getPointer(0).getLong(8L * DETACH_CURRENT_THREAD);
  }

  /** Binds a native method to code. */
  static void register(Class<?> owner, String method, String descriptor, long code) {
    // JNINativeMethod: char *name, char *signature, void *function; all of it is copied.
    byte[] name = zeroTerminated(method);
    byte[] signature = zeroTerminated(descriptor);
    try (Memory memory = new Memory(24 + name.length + signature.length)) {
      memory.setPointer(0, memory.share(24));
      memory.setPointer(8, memory.share(24 + name.length));
      memory.setLong(16, code);
      memory.write(24, name, 0, name.length);
      memory.write(24 + name.length, signature, 0, signature.length);
      check("RegisterNatives", (int) call(REGISTER_NATIVES, owner, memory, 1));
    }
  }

  private static byte[] zeroTerminated(String ascii) {
    byte[] bytes = new byte[ascii.length() + 1];
    for (int i = 0; i < ascii.length(); i++) {
      bytes[i] = (byte) ascii.charAt(i);
    }
    return bytes;
  }

  /** The {@code jmethodID} of a static method. */
  static long staticMethod(Class<?> owner, String method, String descriptor) {
    try (Memory memory = new Memory(method.length() + descriptor.length() + 2)) {
      byte[] name = zeroTerminated(method);
      byte[] signature = zeroTerminated(descriptor);
      memory.write(0, name, 0, name.length);
      memory.write(name.length, signature, 0, signature.length);
      return call(GET_STATIC_METHOD_ID, owner, memory, memory.share(name.length));
    }
  }

  /** A reference that keeps {@code object} until it is deleted. */
  static long globalReference(Object object) {
    long reference = call(NEW_GLOBAL_REF, object);
    if (reference == 0) {
      throw new IllegalStateException("NewGlobalRef failed; please report");
    }
    return reference;
  }

  static void deleteGlobalReference(long reference) {
    call(DELETE_GLOBAL_REF, reference);
  }

  private static void check(String what, int result) {
    if (result != 0) {
      throw new IllegalStateException(what + " failed with " + result + "; please report");
    }
  }
}
