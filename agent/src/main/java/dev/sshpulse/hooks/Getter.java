package dev.sshpulse.hooks;

import dev.sshpulse.weave.ModuleOpener;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one thing of objects whose classes are not known when sshpulse is compiled: there may be
 * several of a name. What was found is kept with the class that it was found in, and goes with it;
 * it is of the JDK's types only, for what is of ours would keep us there after we were detached.
 */
final class Getter {
  private static final MethodType OBJECT_TO_OBJECT =
      MethodType.methodType(Object.class, Object.class);

  private static volatile @Nullable ModuleOpener opener;

  private final String name;
  private final boolean isField;

  /** Empty where a class has no such member, or it may not be read. */
  private final ClassValue<Optional<MethodHandle>> found =
      new ClassValue<>() {
        @Override
        protected Optional<MethodHandle> computeValue(Class<?> type) {
          return Optional.ofNullable(find(type));
        }
      };

  private Getter(String name, boolean isField) {
    this.name = name;
    this.isField = isField;
  }

  /** Who opens packages of named modules to us. */
  static void opener(ModuleOpener one) {
    opener = one;
  }

  /** What a method without parameters returns. */
  static Getter method(String name) {
    return new Getter(name, false);
  }

  /** What a field holds, whoever may see it. */
  static Getter field(String name) {
    return new Getter(name, true);
  }

  /** The value; null also where the object has no such thing, or refuses to tell. */
  @Nullable Object of(@Nullable Object object) {
    if (object == null) {
      return null;
    }
    MethodHandle handle = found.get(object.getClass()).orElse(null);
    if (handle == null) {
      return null;
    }
    try {
      return handle.invokeExact(object);
    } catch (Throwable t) {
      return null; // the library's own refusal: there is nothing to know
    }
  }

  /** The value where it is a number, or else this. */
  int number(@Nullable Object object, int otherwise) {
    return of(object) instanceof Number number ? number.intValue() : otherwise;
  }

  /** The value where it is text. */
  @Nullable String text(@Nullable Object object) {
    return of(object) instanceof String text ? text : null;
  }

  private @Nullable MethodHandle find(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      try {
        return isField ? read(at.getDeclaredField(name)) : call(at.getDeclaredMethod(name));
      } catch (NoSuchFieldException | NoSuchMethodException e) {
        // perhaps further up
      } catch (IllegalAccessException | RuntimeException e) {
        return null;
      }
    }
    return isField ? null : inherited(type);
  }

  /** What an interface does for all. */
  private @Nullable MethodHandle inherited(Class<?> type) {
    try {
      return call(type.getMethod(name));
    } catch (NoSuchMethodException | IllegalAccessException | RuntimeException e) {
      return null;
    }
  }

  private static MethodHandle read(Field field) throws IllegalAccessException {
    open(field);
    return MethodHandles.lookup().unreflectGetter(field).asType(OBJECT_TO_OBJECT);
  }

  private static MethodHandle call(Method method) throws IllegalAccessException {
    open(method);
    return MethodHandles.lookup().unreflect(method).asType(OBJECT_TO_OBJECT);
  }

  private static <T extends AccessibleObject & Member> void open(T member) {
    try {
      member.setAccessible(true);
    } catch (InaccessibleObjectException e) {
      ModuleOpener known = opener;
      if (known == null) {
        throw e;
      }
      known.open(member.getDeclaringClass()); // a library on the module path
      member.setAccessible(true);
    }
  }
}
