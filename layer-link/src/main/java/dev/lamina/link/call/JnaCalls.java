package dev.lamina.link.call;

import static com.google.common.base.Preconditions.checkArgument;

import dev.lamina.link.host.NativeCalls;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of what only JNA passes: structures, and variadic arguments. */
final class JnaCalls {
  private JnaCalls() {}

  static <F> F as(CallTarget target, Class<F> type, Signature signature) {
    Class<?> result = signature.result().type();
    InvocationHandler handler =
        (proxy, method, given) -> {
          Object[] arguments = given == null ? new Object[0] : given;
          if (method.getDeclaringClass() == Object.class) {
            return ofObject(target, proxy, method, arguments);
          } else if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
          }
          return call(target, result, signature.variadic() ? spread(arguments) : arguments);
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  static MethodHandle as(CallTarget target, MethodType type) {
    try {
      MethodHandle call =
          MethodHandles.lookup()
              .findStatic(
                  JnaCalls.class,
                  "call",
                  MethodType.methodType(
                      Object.class, CallTarget.class, Class.class, Object[].class));
      return MethodHandles.insertArguments(call, 0, target, type.returnType())
          .asCollector(Object[].class, type.parameterCount())
          .asType(type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a method is not found; please report", e);
    }
  }

  private static @Nullable Object call(CallTarget target, Class<?> result, Object[] arguments) {
    long address = target.address;
    if (address == 0) {
      throw target.gone();
    }
    return NativeCalls.call(address, result, arguments);
  }

  private static Object ofObject(
      CallTarget target, Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> target.toString();
    };
  }

  /** The elements of the array that comes last in its place, promoted as C promotes them. */
  private static Object[] spread(Object[] arguments) {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < arguments.length - 1; i++) {
      all.add(arguments[i]);
    }
    Object last = arguments[arguments.length - 1];
    for (int i = 0; i < java.lang.reflect.Array.getLength(last); i++) {
      Object argument = java.lang.reflect.Array.get(last, i);
      checkArgument(
          argument == null || Value.of(argument.getClass()) != null,
          "a C function cannot have a variadic argument of type %s",
          argument == null ? "null" : argument.getClass().getName());
      if (argument instanceof Float single) {
        all.add(single.doubleValue());
      } else if (argument instanceof Byte || argument instanceof Short) {
        all.add(((Number) argument).intValue());
      } else if (argument instanceof Character character) {
        all.add((int) character);
      } else {
        all.add(argument);
      }
    }
    return all.toArray();
  }
}
