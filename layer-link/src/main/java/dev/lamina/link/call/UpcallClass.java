package dev.lamina.link.call;

import dev.lamina.link.call.Value.Kind;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Method;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes a class with the static method that the native side of an upcall calls. For {@code int
 * compare(Pointer, Pointer)}:
 *
 * <pre>
 *   static int call(CallbackReceiver receiver, long a, long b) {
 *     if (ThrownInUpcall.count == 0 || !ThrownInUpcall.isKept()) {
 *       try {
 *         return ((Comparison) receiver.function).compare(CStrings.pointer(a), CStrings.pointer(b));
 *       } catch (Throwable thrown) {
 *         receiver.failed(thrown, thisClass);
 *       }
 *     }
 *     return 0;
 *   }
 * </pre>
 */
final class UpcallClass extends GeneratedClass {
  static final String METHOD = "call";
  private static final Type RECEIVER = Type.getType(CallbackReceiver.class);

  private final Class<?> type;
  private final Signature signature;
  private final String descriptor;

  private UpcallClass(Lookup home, Class<?> type, Signature signature) {
    super(home, "Upcall");
    this.type = type;
    this.signature = signature;
    this.descriptor = descriptor(signature);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        self.getInternalName(),
        null,
        "java/lang/Object",
        null);
  }

  /**
   * Makes the class.
   *
   * @param type an interface, or {@code MethodHandle}
   */
  static Class<?> make(Lookup home, Class<?> type, Signature signature) {
    UpcallClass generated = new UpcallClass(home, type, signature);
    generated.write();
    return generated.define().lookupClass();
  }

  /** Of the static method. */
  static String descriptor(Signature signature) {
    Type[] parameters = new Type[signature.parameters().size() + 1];
    parameters[0] = RECEIVER;
    for (int i = 1; i < parameters.length; i++) {
      parameters[i] = nativeType(signature.parameters().get(i - 1));
    }
    return Type.getMethodDescriptor(nativeType(signature.result()), parameters);
  }

  private void write() {
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, METHOD, descriptor, null, null);
    code.visitCode();
    Label go = new Label();
    Label nothing = new Label();
    ifNothingKept(code, go);
    callThrown(code, "isKept", Type.BOOLEAN_TYPE);
    code.visitJumpInsn(Opcodes.IFNE, nothing);
    code.visitLabel(go);
    Label start = new Label();
    Label stop = new Label();
    Label handler = new Label();
    code.visitTryCatchBlock(start, stop, handler, null);
    code.visitLabel(start);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(
        Opcodes.GETFIELD, RECEIVER.getInternalName(), "function", "Ljava/lang/Object;");
    code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(type));
    call(code);
    Type result = nativeType(signature.result());
    code.visitLabel(stop);
    code.visitInsn(result.getOpcode(Opcodes.IRETURN));
    code.visitLabel(handler);
    int thrown = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
    code.visitVarInsn(Opcodes.ASTORE, thrown);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ALOAD, thrown);
    code.visitLdcInsn(self);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        RECEIVER.getInternalName(),
        "failed",
        "(Ljava/lang/Throwable;Ljava/lang/Class;)V",
        false);
    code.visitLabel(nothing);
    zero(code, result);
    code.visitInsn(result.getOpcode(Opcodes.IRETURN));
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private void call(MethodVisitor code) {
    boolean handle = type == MethodHandle.class;
    Method method = handle ? null : signature.methods().get(0);
    Type[] erased = new Type[signature.parameters().size()];
    int local = 1;
    for (int i = 0; i < erased.length; i++) {
      Value value = signature.parameters().get(i);
      Type passed = nativeType(value);
      code.visitVarInsn(passed.getOpcode(Opcodes.ILOAD), local);
      local += passed.getSize();
      fromNative(code, value);
      erased[i] = Type.getType(method == null ? value.type() : method.getParameterTypes()[i]);
    }
    Class<?> result = method == null ? signature.result().type() : method.getReturnType();
    String erasedDescriptor = Type.getMethodDescriptor(Type.getType(result), erased);
    if (method == null) {
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL,
          Type.getInternalName(MethodHandle.class),
          "invokeExact",
          erasedDescriptor,
          false);
    } else {
      code.visitMethodInsn(
          Opcodes.INVOKEINTERFACE,
          Type.getInternalName(type),
          method.getName(),
          erasedDescriptor,
          true);
    }
    if (signature.result().isVoid()) {
      return;
    }
    cast(code, signature.result(), result);
    if (signature.result().isBoxed()) {
      unbox(code, signature.result());
    } else if (signature.result().kind() == Kind.POINTER) {
      address(code);
    }
  }

  private static void zero(MethodVisitor code, Type type) {
    switch (type.getSort()) {
      case Type.VOID -> {}
      case Type.LONG -> code.visitInsn(Opcodes.LCONST_0);
      case Type.FLOAT -> code.visitInsn(Opcodes.FCONST_0);
      case Type.DOUBLE -> code.visitInsn(Opcodes.DCONST_0);
      default -> code.visitInsn(Opcodes.ICONST_0);
    }
  }
}
