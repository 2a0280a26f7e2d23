package dev.sshpulse.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.hooks.JdkSockets;
import dev.sshpulse.model.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The JDK's classes as a JVM of JDK 17 hands them over that is attached to: from its archive, which
 * keeps no stack map frames.
 */
class ArchivedClassesTest {
  private static final List<Hook> TABLE = JdkSockets.table();

  @Test
  void haveNoLessStackForTheirMethodsThanBefore() throws IOException {
    Weaver weaver = new Weaver(TABLE, new Faults());
    Set<String> tooSmall = new TreeSet<>();
    int woven = 0;

    for (String name : classes()) {
      byte[] archived = withoutFrames(bytes(name));
      byte[] with = weaver.transform(null, name, null, null, archived);
      if (with != null) {
        woven++;
        Map<String, Integer> after = stacks(with);
        stacks(archived)
            .forEach(
                (method, before) -> {
                  if (after.get(method) < before) {
                    tooSmall.add(name + "." + method);
                  }
                });
      }
    }

    assertThat(woven).isGreaterThan(8);
    assertThat(tooSmall).isEmpty();
  }

  private static Set<String> classes() {
    Set<String> names = new TreeSet<>();
    for (Hook row : TABLE) {
      if (Object.class.getResource("/" + row.className + ".class") != null) {
        names.add(row.className);
      }
    }
    return names;
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = Object.class.getResourceAsStream("/" + name + ".class")) {
      return in.readAllBytes();
    }
  }

  private static byte[] withoutFrames(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes).accept(writer, ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }

  private static Map<String, Integer> stacks(byte[] bytes) {
    Map<String, Integer> stacks = new HashMap<>();
    new ClassReader(bytes).accept(new Stacks(stacks), ClassReader.SKIP_DEBUG);
    return stacks;
  }

  private static final class Stacks extends ClassVisitor {
    private final Map<String, Integer> stacks;

    Stacks(Map<String, Integer> stacks) {
      super(Opcodes.ASM9);
      this.stacks = stacks;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
          stacks.put(name + descriptor, maxStack);
        }
      };
    }
  }
}
