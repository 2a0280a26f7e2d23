package dev.sshpulse.packed.peers;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Moves packages and classes to other names, as those do who shade a library into their own jar:
 * wherever the name stands, in a constant pool (JVMS 4.4) or in a path.
 *
 * @param names new names by old ones, with slashes
 */
record Relocation(Map<String, String> names) {
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  /** Copies what a jar holds; entries that are there already are left. */
  void copy(JarFile from, JarOutputStream to, Set<String> done) throws IOException {
    for (Enumeration<JarEntry> all = from.entries(); all.hasMoreElements(); ) {
      JarEntry entry = all.nextElement();
      boolean wanted = !entry.isDirectory() && !entry.getName().startsWith("META-INF/");
      if (wanted && done.add(entry.getName())) {
        try (InputStream in = from.getInputStream(entry)) {
          add(entry.getName(), in, to);
        }
      }
    }
  }

  void add(String path, InputStream in, JarOutputStream to) throws IOException {
    to.putNextEntry(new JarEntry(moved(path)));
    byte[] bytes = in.readAllBytes();
    to.write(path.endsWith(".class") ? moved(bytes) : bytes);
  }

  static Set<String> none() {
    return new HashSet<>();
  }

  private String moved(String text) {
    String result = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      result = result.replace(name.getKey(), name.getValue());
      result = result.replace(name.getKey().replace('/', '.'), name.getValue().replace('/', '.'));
    }
    return result;
  }

  private byte[] moved(byte[] original) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(original));
        DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(in.readLong()); // magic and versions
      int count = in.readUnsignedShort();
      out.writeShort(count);
      for (int i = 1; i < count; i++) {
        i += constant(in, out);
      }
      in.transferTo(out);
    }
    return bytes.toByteArray();
  }

  /** Copies one; gives how many entries it takes beyond the first. */
  private int constant(DataInputStream in, DataOutputStream out) throws IOException {
    int tag = in.readUnsignedByte();
    out.writeByte(tag);
    if (tag == UTF8) {
      out.writeUTF(moved(in.readUTF()));
    } else {
      out.write(in.readNBytes(length(tag)));
    }
    return tag == LONG || tag == DOUBLE ? 1 : 0;
  }

  private static int length(int tag) {
    return switch (tag) {
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case LONG, DOUBLE -> 8;
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      default -> throw new IllegalArgumentException("not a constant of a class file: " + tag);
    };
  }
}
