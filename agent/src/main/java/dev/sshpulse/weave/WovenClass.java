package dev.sshpulse.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Adds the calls of some rows to one class; methods without a row keep their bytes. */
final class WovenClass extends ClassVisitor {
  /** CONSTANT_Class of JVMS 4.4. */
  private static final int CLASS = 7;

  private final List<Hook> rows;
  private final Set<Hook> done;
  private final String name;
  private boolean framed;

  private WovenClass(ClassVisitor next, String name, List<Hook> rows, Set<Hook> done) {
    super(Opcodes.ASM9, next);
    this.name = name;
    this.rows = rows;
    this.done = done;
  }

  /**
   * The class with its calls.
   *
   * @param original the class file
   * @param rows the rows for this class
   * @param done gets the rows that found their place; meaningless if this throws
   */
  static byte[] weave(byte[] original, List<Hook> rows, Set<Hook> done) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new WovenClass(writer, reader.getClassName(), rows, done), 0);
    return writer.toByteArray();
  }

  /**
   * Whether it has such calls already: another agent may redefine a class with what it has read of
   * it, and they must not be there twice.
   */
  static boolean isWoven(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    return namesBridge(reader) && callsBridge(reader);
  }

  /** The JVM keeps the constants of a class that has its own bytecode back. */
  private static boolean callsBridge(ClassReader reader) {
    boolean[] calls = new boolean[1];
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
              @Override
              public void visitMethodInsn(
                  int opcode, String owner, String called, String type, boolean isInterface) {
                calls[0] |= owner.equals(WovenMethod.BRIDGE);
              }
            };
          }
        },
        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return calls[0];
  }

  private static boolean namesBridge(ClassReader reader) {
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int item = 1; item < reader.getItemCount(); item++) {
      int at = reader.getItem(item);
      boolean isClass = at > 0 && reader.readByte(at - 1) == CLASS;
      if (isClass && WovenMethod.BRIDGE.equals(reader.readUTF8(at, buffer))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    framed = (version & 0xffff) >= Opcodes.V1_6;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String method,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, method, descriptor, signature, exceptions);
    List<Hook> here = new ArrayList<>();
    for (Hook row : rows) {
      if (row.isOn(method, descriptor)) {
        here.add(row);
      }
    }
    return here.isEmpty()
        ? next
        : new WovenMethod(next, here, name, framed, access, descriptor, done);
  }
}
