package dev.lamina.link.call;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.reflect.TypeToken;
import dev.lamina.link.call.Value.Kind;
import dev.lamina.target.CallAdapters.Scalar;
import dev.lamina.target.CallAdapters.Shape;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * What a Java caller or callback looks like.
 *
 * @param text for messages
 * @param result may be void
 * @param variadic whether the last parameter is an array whose elements are variadic arguments
 * @param methods the methods of an interface that are to be implemented, which differ in what is
 *     left of their types in class files, all of one name; none of a method type
 */
record Signature(
    String text,
    Value result,
    ImmutableList<Value> parameters,
    boolean variadic,
    ImmutableList<Method> methods) {

  /**
   * A method of the JVM has at most 255 words of arguments, of which native ones need three for an
   * object and an address.
   */
  private static final int MAX_WORDS = 252;

  Signature {
    int words = 0;
    for (Value value : parameters) {
      Class<?> type = value.nativeType();
      words += type == long.class || type == double.class ? 2 : 1;
    }
    checkArgument(words <= MAX_WORDS, "%s: more than %s words of arguments", text, MAX_WORDS);
  }

  static Signature of(MethodType type) {
    String text = text(type.returnType(), "", type.parameterArray());
    ImmutableList.Builder<Value> parameters = ImmutableList.builder();
    for (Class<?> parameter : type.parameterArray()) {
      parameters.add(parameter(parameter, text));
    }
    Value result = result(type.returnType(), text);
    return new Signature(text, result, parameters.build(), false, ImmutableList.of());
  }

  /**
   * The one abstract method of a functional interface.
   *
   * @throws IllegalArgumentException if there is none, or its types are not C's
   */
  static Signature of(Class<?> type) {
    checkArgument(type.isInterface(), "%s is not an interface", type.getName());
    List<Method> methods = abstractMethods(type);
    checkArgument(!methods.isEmpty(), "%s has no abstract method", type.getName());
    Method method = methods.get(0);
    for (Method other : methods) {
      checkArgument(
          other.getName().equals(method.getName())
              && other.getParameterCount() == method.getParameterCount(),
          "%s has several abstract methods: %s and %s",
          type.getName(),
          method.getName(),
          other.getName());
    }
    Class<?>[] resolved = new Class<?>[method.getParameterCount()];
    for (int i = 0; i < resolved.length; i++) {
      resolved[i] = resolve(type, method.getGenericParameterTypes()[i]);
    }
    Class<?> returned = resolve(type, method.getGenericReturnType());
    String text = text(returned, method.getName(), resolved) + " of " + type.getName();
    boolean variadic = method.isVarArgs();
    int fixed = resolved.length - (variadic ? 1 : 0);
    ImmutableList.Builder<Value> parameters = ImmutableList.builder();
    for (int i = 0; i < fixed; i++) {
      parameters.add(parameter(resolved[i], text));
    }
    return new Signature(
        text, result(returned, text), parameters.build(), variadic, ImmutableList.copyOf(methods));
  }

  private static List<Method> abstractMethods(Class<?> type) {
    List<Method> methods = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (Modifier.isAbstract(method.getModifiers()) && !isObjects(method)) {
        methods.add(method);
      }
    }
    return methods;
  }

  /** Whether every object has it: interfaces may name such methods, as Comparator does equals. */
  private static boolean isObjects(Method method) {
    return Arrays.stream(Object.class.getMethods())
        .anyMatch(
            other ->
                other.getName().equals(method.getName())
                    && Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
  }

  private static Class<?> resolve(Class<?> owner, Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    TypeToken<?> resolved = TypeToken.of(owner).resolveType(type);
    checkArgument(
        !(resolved.getType() instanceof TypeVariable<?>),
        "%s leaves its type %s open; extend it with types that C has",
        owner.getName(),
        resolved);
    return resolved.getRawType();
  }

  private static Value parameter(Class<?> type, String text) {
    Value value = Value.of(type);
    checkArgument(
        value != null && !value.isVoid(),
        "%s: a C function cannot have a parameter of type %s; primitive types, String, and JNA's"
            + " Pointer and Structure can be passed",
        text,
        type.getName());
    return value;
  }

  private static Value result(Class<?> type, String text) {
    Value value = Value.of(type);
    checkArgument(
        value != null && type != Void.class,
        "%s: a C function cannot return %s; primitive types, String, and JNA's Pointer and"
            + " Structure can be returned",
        text,
        type.getName());
    return value;
  }

  private static String text(Class<?> result, String name, Class<?>[] parameters) {
    StringJoiner list = new StringJoiner(", ", result.getSimpleName() + " " + name + "(", ")");
    for (Class<?> parameter : parameters) {
      list.add(parameter.getSimpleName());
    }
    return list.toString();
  }

  boolean hasStructures() {
    return result.kind() == Kind.STRUCTURE
        || parameters.stream().anyMatch(value -> value.kind() == Kind.STRUCTURE);
  }

  boolean hasStructuresByValue() {
    return result.isStructureByValue() || parameters.stream().anyMatch(Value::isStructureByValue);
  }

  /** What C has when nothing else is known. */
  Shape shape() {
    List<Scalar> scalars = new ArrayList<>();
    parameters.forEach(value -> scalars.add(value.scalar()));
    return Shape.of(result.scalar(), scalars);
  }
}
