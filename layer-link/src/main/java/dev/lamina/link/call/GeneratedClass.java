package dev.lamina.link.call;

import com.google.common.primitives.Primitives;
import com.sun.jna.Pointer;
import dev.lamina.link.call.Value.Kind;
import dev.lamina.link.host.ThrownInUpcall;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Modifier;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What the two kinds of generated classes have in common: where they live, how values change. */
abstract class GeneratedClass {
  static final Type STRINGS = Type.getType(CStrings.class);
  static final Type POINTER = Type.getType(Pointer.class);
  private static final Type THROWN = Type.getType(ThrownInUpcall.class);

  final Lookup home;
  final Type self;
  final ClassWriter writer;

  /**
   * @param home the class of a method that may be called from the package of what is generated
   * @param name the simple name
   */
  GeneratedClass(Lookup home, String name) {
    this.home = home;
    String place = home.lookupClass().getPackageName();
    String full = place.isEmpty() ? name : place + "." + name;
    self = Type.getObjectType(full.replace('.', '/'));
    // All that meets at the end of a branch here is of one type, or not used afterwards.
    writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected String getCommonSuperClass(String a, String b) {
            return "java/lang/Object";
          }
        };
  }

  /**
   * A place from which {@code type} can be implemented and called: here, if everybody may, and its
   * own package otherwise.
   */
  static Lookup placeFor(Class<?> type) {
    Lookup here = MethodHandles.lookup();
    if (Modifier.isPublic(type.getModifiers())
        && type.getEnclosingClass() == null
        && isVisible(type, GeneratedClass.class.getClassLoader())
        && type.getModule().isExported(type.getPackageName(), GeneratedClass.class.getModule())) {
      return here;
    }
    try {
      return MethodHandles.privateLookupIn(type, here);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          type.getName()
              + " cannot be implemented: make it public in an exported package, or open its package",
          e);
    }
  }

  private static boolean isVisible(Class<?> type, ClassLoader loader) {
    try {
      return Class.forName(type.getName(), false, loader) == type;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Makes the class. It can be unloaded when nothing refers to it. */
  Lookup define() {
    writer.visitEnd();
    try {
      return home.defineHiddenClass(writer.toByteArray(), true);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a hidden class was refused; please report", e);
    }
  }

  static Type nativeType(Value value) {
    return Type.getType(value.nativeType());
  }

  /** If an exception is kept by any thread, goes on; otherwise jumps. */
  static void ifNothingKept(MethodVisitor code, Label then) {
    code.visitFieldInsn(Opcodes.GETSTATIC, THROWN.getInternalName(), "count", "I");
    code.visitJumpInsn(Opcodes.IFEQ, then);
  }

  static void callThrown(MethodVisitor code, String method, Type result) {
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        THROWN.getInternalName(),
        method,
        Type.getMethodDescriptor(result),
        false);
  }

  /** What is on the stack as {@code erased} becomes what the value's type promises. */
  static void cast(MethodVisitor code, Value value, Class<?> erased) {
    if (!value.type().isPrimitive() && erased != value.type()) {
      code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(value.type()));
    }
  }

  static void unbox(MethodVisitor code, Value value) {
    Class<?> primitive = Primitives.unwrap(value.type());
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        Type.getInternalName(value.type()),
        primitive.getName() + "Value",
        Type.getMethodDescriptor(Type.getType(primitive)),
        false);
  }

  static void box(MethodVisitor code, Value value) {
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Type.getInternalName(value.type()),
        "valueOf",
        Type.getMethodDescriptor(
            Type.getType(value.type()), Type.getType(Primitives.unwrap(value.type()))),
        false);
  }

  /** A native value on the stack becomes a Java one. */
  static void fromNative(MethodVisitor code, Value value) {
    if (value.kind() == Kind.PRIMITIVE) {
      if (value.isBoxed()) {
        box(code, value);
      }
      return;
    }
    boolean string = value.kind() == Kind.STRING;
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        STRINGS.getInternalName(),
        string ? "read" : "pointer",
        Type.getMethodDescriptor(Type.getType(value.type()), Type.LONG_TYPE),
        false);
  }

  /** A pointer on the stack becomes its address, 0 of null. */
  static void address(MethodVisitor code) {
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        POINTER.getInternalName(),
        "nativeValue",
        Type.getMethodDescriptor(Type.LONG_TYPE, POINTER),
        false);
  }
}
