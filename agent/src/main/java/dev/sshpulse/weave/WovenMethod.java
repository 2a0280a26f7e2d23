package dev.sshpulse.weave;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Adds the calls of some rows to one method.
 *
 * <p>It needs no new local variable, so the method's own stack map frames stay true; the handler of
 * a THROW row brings the only new one.
 */
final class WovenMethod extends MethodVisitor {
  private static final int API = Opcodes.ASM9;
  static final String BRIDGE = "java/lang/SshpulseBridge";

  private static final int RESULT_OR_THROWN_TWICE = 2;

  private final List<Hook> rows;
  private final String owner;
  private final boolean isStatic;
  private final boolean framed;
  private final Type[] parameters;
  private final Set<Hook> done;
  private final Label start = new Label();

  /**
   * A method to be woven.
   *
   * @param rows the rows for this method
   * @param framed whether the class has stack map frames: since Java 6
   * @param done where rows that found their place are put
   */
  WovenMethod(
      MethodVisitor next,
      List<Hook> rows,
      String owner,
      boolean framed,
      int access,
      String descriptor,
      Set<Hook> done) {
    super(API, next);
    this.rows = rows;
    this.owner = owner;
    this.framed = framed;
    this.isStatic = (access & Opcodes.ACC_STATIC) != 0;
    this.parameters = Type.getArgumentTypes(descriptor);
    this.done = done;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    for (Hook row : rows) {
      if (row.moment == Moment.ENTER) {
        call(row);
      }
    }
    if (find(Moment.THROW) != null) {
      super.visitLabel(start);
    }
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      for (Hook row : rows) {
        if (row.moment == Moment.RETURN) {
          keepResult(opcode);
          call(row);
        }
      }
    }
    super.visitInsn(opcode);
  }

  private void keepResult(int opcode) {
    if (opcode == Opcodes.LRETURN || opcode == Opcodes.DRETURN) {
      super.visitInsn(Opcodes.DUP2);
    } else if (opcode != Opcodes.RETURN) {
      super.visitInsn(Opcodes.DUP);
    }
  }

  @Override
  public void visitVarInsn(int opcode, int slot) {
    boolean stores = opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE;
    for (Hook row : rows) {
      if (stores && row.moment != Moment.ENTER && reads(row, slot)) {
        throw new WeaveException(row + " reads a parameter that the method overwrites");
      }
    }
    super.visitVarInsn(opcode, slot);
  }

  private boolean reads(Hook row, int slot) {
    for (Argument argument : row.arguments) {
      if (isRead(argument) && slotOf(argument) == slot) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRead(Argument argument) {
    return switch (argument.source) {
      case PARAMETER, BOXED, FIELD, SELF -> true;
      case CONSTANT, NOTHING -> false;
    };
  }

  @Override
  public void visitMethodInsn(
      int opcode, String callee, String name, String descriptor, boolean isInterface) {
    for (Hook row : rows) {
      if (opcode == Opcodes.INVOKESTATIC && row.standsInFor(callee, name, descriptor)) {
        call(row);
        return;
      }
    }
    super.visitMethodInsn(opcode, callee, name, descriptor, isInterface);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    Hook row = find(Moment.THROW);
    if (row != null) {
      Label end = new Label();
      super.visitLabel(end);
      // Last in the table, so that the method's own handlers come first.
      super.visitTryCatchBlock(start, end, end, null);
      if (framed) {
        Object[] locals = locals(row);
        super.visitFrame(
            Opcodes.F_FULL, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
      }
      super.visitInsn(Opcodes.DUP);
      call(row);
      super.visitInsn(Opcodes.ATHROW);
    }
    super.visitMaxs(maxStack + needed(), maxLocals);
  }

  /**
   * What our calls need on top of the method's own stack. Not left to ASM, which computes it from
   * stack map frames: a class that comes from the JVM's archive has lost them when it is
   * transformed again, and a stack that is said to be too small brings the JVM down.
   */
  private int needed() {
    int most = 0;
    for (Hook row : rows) {
      // Of a static method the sizes count a receiver that is not there.
      most = Math.max(most, (Type.getArgumentsAndReturnSizes(row.targetDescriptor) >> 2) - 1);
    }
    return RESULT_OR_THROWN_TWICE + most;
  }

  /** What the handler may rely on: the parameters that it reads, and nothing else. */
  private Object[] locals(Hook row) {
    int size = slotOf(parameters.length);
    Object[] locals = new Object[size];
    Arrays.fill(locals, Opcodes.TOP);
    for (Argument argument : row.arguments) {
      if (argument.source == Argument.Source.PARAMETER) {
        locals[slotOf(argument)] = parameters[argument.number].getInternalName();
      } else if (argument.source == Argument.Source.BOXED) {
        locals[slotOf(argument)] = Opcodes.INTEGER;
      } else if (isRead(argument)) {
        locals[0] = owner;
      }
    }
    return locals;
  }

  /** The local variable that an argument is read from; a field is read from {@code this}. */
  private int slotOf(Argument argument) {
    return switch (argument.source) {
      case PARAMETER, BOXED -> slotOf(argument.number);
      default -> 0;
    };
  }

  private @Nullable Hook find(Moment moment) {
    for (Hook row : rows) {
      if (row.moment == moment) {
        return row;
      }
    }
    return null;
  }

  private void call(Hook row) {
    for (Argument argument : row.arguments) {
      push(argument);
    }
    super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, row.target, row.targetDescriptor, false);
    done.add(row);
  }

  private void push(Argument argument) {
    switch (argument.source) {
      case PARAMETER ->
          super.visitVarInsn(
              parameters[argument.number].getOpcode(Opcodes.ILOAD), slotOf(argument));
      case BOXED -> {
        super.visitVarInsn(Opcodes.ILOAD, slotOf(argument));
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
      }
      case FIELD -> {
        super.visitVarInsn(Opcodes.ALOAD, 0);
        super.visitFieldInsn(Opcodes.GETFIELD, owner, argument.name, "Ljava/io/FileDescriptor;");
      }
      case CONSTANT -> super.visitIntInsn(Opcodes.BIPUSH, argument.number);
      case SELF -> super.visitVarInsn(Opcodes.ALOAD, 0);
      case NOTHING -> super.visitInsn(Opcodes.ACONST_NULL);
    }
  }

  private int slotOf(int parameter) {
    int slot = isStatic ? 0 : 1;
    for (int i = 0; i < parameter; i++) {
      slot += parameters[i].getSize();
    }
    return slot;
  }
}
