package dev.lamina.link.call;

import dev.lamina.link.call.Value.Kind;
import dev.lamina.link.host.ThrownInUpcall;
import dev.lamina.target.CallAdapters.Shape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes a class whose objects call one function each. For {@code long applyAsLong(long, long)}:
 *
 * <pre>
 *   final class Call implements LongBinaryOperator {
 *     private final CallTarget target;
 *
 *     public long applyAsLong(long a, long b) {
 *       long address = target.address;
 *       if (address == 0) throw target.gone();
 *       long result = callCompiled(address, a, b);
 *       if (ThrownInUpcall.count != 0) ThrownInUpcall.rethrow();
 *       return result;
 *     }
 *
 *     private static native long callCompiled(long address, long a, long b);  // bound to an adapter
 *   }
 * </pre>
 */
final class DowncallClass extends GeneratedClass {
  /** The method of classes that implement no interface. */
  private static final String INVOKE = "invoke";

  private static final Type TARGET = Type.getType(CallTarget.class);

  private final Signature signature;
  private final boolean resultIsBit;
  private final String nativeDescriptor;

  private DowncallClass(
      Lookup home, @Nullable Class<?> implemented, Signature signature, boolean resultIsBit) {
    super(home, "Downcall");
    this.signature = signature;
    this.resultIsBit = resultIsBit;
    this.nativeDescriptor = nativeDescriptor();
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        self.getInternalName(),
        null,
        "java/lang/Object",
        implemented == null ? null : new String[] {Type.getInternalName(implemented)});
  }

  /**
   * Makes the class and binds its native method.
   *
   * @param implemented the interface, null for one with a method {@code invoke} alone
   * @param resultIsBit of a boolean result only one bit is defined
   * @return its constructor, from a {@link CallTarget} to {@code Object}
   */
  static MethodHandle make(
      Lookup home,
      @Nullable Class<?> implemented,
      Signature signature,
      Shape shape,
      boolean resultIsBit) {
    DowncallClass generated = new DowncallClass(home, implemented, signature, resultIsBit);
    generated.write();
    Lookup lookup = generated.define();
    Jni.register(
        lookup.lookupClass(),
        ThrownInUpcall.DOWNCALL,
        generated.nativeDescriptor,
        Adapters.downcall(shape));
    try {
      return lookup
          .findConstructor(
              lookup.lookupClass(), MethodType.methodType(void.class, CallTarget.class))
          .asType(MethodType.methodType(Object.class, CallTarget.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a generated class has no constructor; please report", e);
    }
  }

  /** The method of an object whose class was made for {@code type}. */
  static MethodHandle invoker(Object call, MethodType type) {
    try {
      return MethodHandles.lookup().findVirtual(call.getClass(), INVOKE, type).bindTo(call);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a generated method is not found; please report", e);
    }
  }

  private String nativeDescriptor() {
    Type[] parameters = new Type[signature.parameters().size() + 1];
    parameters[0] = Type.LONG_TYPE;
    for (int i = 1; i < parameters.length; i++) {
      parameters[i] = nativeType(signature.parameters().get(i - 1));
    }
    Type result = resultIsBit ? Type.BYTE_TYPE : nativeType(signature.result());
    return Type.getMethodDescriptor(result, parameters);
  }

  private void write() {
    writer.visitField(
        Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "target", TARGET.getDescriptor(), null, null);
    writeConstructor();
    writeToString();
    if (signature.methods().isEmpty()) {
      Class<?>[] types = new Class<?>[signature.parameters().size()];
      for (int i = 0; i < types.length; i++) {
        types[i] = signature.parameters().get(i).type();
      }
      writeCall(INVOKE, types, signature.result().type());
    }
    for (Method method : signature.methods()) {
      writeCall(method.getName(), method.getParameterTypes(), method.getReturnType());
    }
    writer.visitMethod(
        Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_NATIVE,
        ThrownInUpcall.DOWNCALL,
        nativeDescriptor,
        null,
        null);
  }

  private MethodVisitor begin(String name, String descriptor) {
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, name, descriptor, null, null);
    code.visitCode();
    return code;
  }

  private static void end(MethodVisitor code) {
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private void writeConstructor() {
    MethodVisitor code = begin("<init>", Type.getMethodDescriptor(Type.VOID_TYPE, TARGET));
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitFieldInsn(Opcodes.PUTFIELD, self.getInternalName(), "target", TARGET.getDescriptor());
    code.visitInsn(Opcodes.RETURN);
    end(code);
  }

  private void loadTarget(MethodVisitor code) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, self.getInternalName(), "target", TARGET.getDescriptor());
  }

  private void writeToString() {
    MethodVisitor code = begin("toString", "()Ljava/lang/String;");
    loadTarget(code);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, TARGET.getInternalName(), "toString", "()Ljava/lang/String;", false);
    code.visitInsn(Opcodes.ARETURN);
    end(code);
  }

  /**
   * @param erased the types that the method has in its class file
   */
  private void writeCall(String name, Class<?>[] erased, Class<?> erasedResult) {
    Type[] types = new Type[erased.length];
    int[] locals = new int[erased.length];
    int local = 1;
    for (int i = 0; i < erased.length; i++) {
      types[i] = Type.getType(erased[i]);
      locals[i] = local;
      local += types[i].getSize();
    }
    Type resultType = Type.getType(erasedResult);
    int address = local;
    int strings = address + 2;
    int result = strings + 1;
    MethodVisitor code = begin(name, Type.getMethodDescriptor(resultType, types));

    loadTarget(code);
    code.visitFieldInsn(Opcodes.GETFIELD, TARGET.getInternalName(), "address", "J");
    code.visitVarInsn(Opcodes.LSTORE, address);
    code.visitVarInsn(Opcodes.LLOAD, address);
    code.visitInsn(Opcodes.LCONST_0);
    code.visitInsn(Opcodes.LCMP);
    Label present = new Label();
    code.visitJumpInsn(Opcodes.IFNE, present);
    loadTarget(code);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        TARGET.getInternalName(),
        "gone",
        "()Ljava/lang/IllegalStateException;",
        false);
    code.visitInsn(Opcodes.ATHROW);
    code.visitLabel(present);

    boolean hasStrings =
        signature.parameters().stream().anyMatch(value -> value.kind() == Kind.STRING);
    Label start = new Label();
    Label stop = new Label();
    Label handler = new Label();
    if (hasStrings) {
      code.visitTryCatchBlock(start, stop, handler, null);
      code.visitTypeInsn(Opcodes.NEW, STRINGS.getInternalName());
      code.visitInsn(Opcodes.DUP);
      code.visitMethodInsn(
          Opcodes.INVOKESPECIAL, STRINGS.getInternalName(), "<init>", "()V", false);
      code.visitVarInsn(Opcodes.ASTORE, strings);
      code.visitLabel(start);
    }
    code.visitVarInsn(Opcodes.LLOAD, address);
    for (int i = 0; i < erased.length; i++) {
      Value value = signature.parameters().get(i);
      if (value.kind() == Kind.STRING) {
        code.visitVarInsn(Opcodes.ALOAD, strings);
      }
      code.visitVarInsn(types[i].getOpcode(Opcodes.ILOAD), locals[i]);
      cast(code, value, erased[i]);
      toNative(code, value);
    }
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        self.getInternalName(),
        ThrownInUpcall.DOWNCALL,
        nativeDescriptor,
        false);
    if (resultIsBit) {
      code.visitInsn(Opcodes.ICONST_1);
      code.visitInsn(Opcodes.IAND);
    }
    if (!signature.result().isVoid()) {
      fromNative(code, signature.result());
      code.visitVarInsn(resultType.getOpcode(Opcodes.ISTORE), result);
    }
    if (hasStrings) {
      code.visitLabel(stop);
      freeStrings(code, strings);
    }
    keepPointers(code, locals);
    Label nothing = new Label();
    ifNothingKept(code, nothing);
    callThrown(code, "rethrow", Type.VOID_TYPE);
    code.visitLabel(nothing);
    if (!signature.result().isVoid()) {
      code.visitVarInsn(resultType.getOpcode(Opcodes.ILOAD), result);
    }
    code.visitInsn(resultType.getOpcode(Opcodes.IRETURN));
    if (hasStrings) {
      code.visitLabel(handler);
      freeStrings(code, strings);
      code.visitInsn(Opcodes.ATHROW);
    }
    end(code);
  }

  private static void toNative(MethodVisitor code, Value value) {
    switch (value.kind()) {
      case PRIMITIVE -> {
        if (value.isBoxed()) {
          unbox(code, value);
        }
      }
      case POINTER -> address(code);
      case STRING ->
          code.visitMethodInsn(
              Opcodes.INVOKEVIRTUAL,
              STRINGS.getInternalName(),
              "add",
              "(Ljava/lang/String;)J",
              false);
      case STRUCTURE ->
          throw new IllegalStateException("a structure is not passed by JNA; please report");
    }
  }

  private static void freeStrings(MethodVisitor code, int strings) {
    code.visitVarInsn(Opcodes.ALOAD, strings);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, STRINGS.getInternalName(), "free", "()V", false);
  }

  /** Memory of JNA's is freed with its object, which the call would not keep. */
  private void keepPointers(MethodVisitor code, int[] locals) {
    for (int i = 0; i < locals.length; i++) {
      if (signature.parameters().get(i).kind() == Kind.POINTER) {
        code.visitVarInsn(Opcodes.ALOAD, locals[i]);
        code.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            Type.getInternalName(Reference.class),
            "reachabilityFence",
            "(Ljava/lang/Object;)V",
            false);
      }
    }
  }
}
