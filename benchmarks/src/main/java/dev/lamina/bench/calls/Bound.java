package dev.lamina.bench.calls;

import com.sun.jna.Function;
import com.sun.jna.JNIEnv;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.lamina.jit.Jit;
import java.util.Map;

/**
 * A native method that Lamina compiled, bound by JNI's RegisterNatives without any C: the floor for
 * what an adapter from Java to compiled code can reach.
 */
final class Bound {
  /** The places of functions in JNI's table, by the JNI specification, chapter 4. */
  private static final long REGISTER_NATIVES = 215;

  /** {@code identity} hands on what JNA passes for the JNIEnv and for a class. */
  private static final String CODE =
      """
      define ptr @identity(ptr %x) {
        ret ptr %x
      }
      define i64 @add(i64 %a, i64 %b) {
        %sum = add i64 %a, %b
        ret i64 %sum
      }
      define i64 @adapter(ptr %env, ptr %class, i64 %a, i64 %b) {
        %sum = tail call i64 @add(i64 %a, i64 %b)
        ret i64 %sum
      }
      define i32 @register(ptr %env, ptr %class, ptr %register, ptr %methods) {
        %status = call i32 %register(ptr %env, ptr %class, ptr %methods, i32 1)
        ret i32 %status
      }
      """;

  private Bound() {}

  static native long add(long a, long b);

  /** Binds {@link #add} to code on {@code jit}, which must stay open. */
  static void bind(Jit jit) {
    jit.addModule("bound", CODE);
    Map<String, Object> options = Map.of(Library.OPTION_ALLOW_OBJECTS, true);
    Pointer identity = new Pointer(jit.lookup("identity").address());
    Pointer env =
        (Pointer)
            Function.getFunction(identity, Function.C_CONVENTION)
                .invoke(Pointer.class, new Object[] {JNIEnv.CURRENT}, options);
    Pointer register = env.getPointer(0).getPointer(REGISTER_NATIVES * Long.BYTES);
    Memory name = text("add");
    Memory signature = text("(JJ)J");
    Memory method = new Memory(3 * Long.BYTES);
    method.setPointer(0, name);
    method.setPointer(Long.BYTES, signature);
    method.setPointer(2 * Long.BYTES, new Pointer(jit.lookup("adapter").address()));
    int status =
        (Integer)
            Function.getFunction(
                    new Pointer(jit.lookup("register").address()), Function.C_CONVENTION)
                .invoke(
                    Integer.class,
                    new Object[] {JNIEnv.CURRENT, Bound.class, register, method},
                    options);
    if (status != 0) {
      throw new IllegalStateException("RegisterNatives: status " + status);
    }
  }

  private static Memory text(String text) {
    Memory memory = new Memory(text.length() + 1L);
    memory.setString(0, text, "US-ASCII");
    return memory;
  }
}
