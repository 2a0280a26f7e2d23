package dev.sshpulse.probe;

import java.io.IOException;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * A JVM with a property that has been removed when somebody who has seen its name asks for its
 * value. Whoever asks for the names again does not see it, and the next one does.
 */
public final class VanishingProperty extends Properties {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "vanishing";

  private transient boolean gone;

  private VanishingProperty(Properties others) {
    putAll(others);
  }

  /** Runs until its input ends. */
  public static void main(String[] none) throws IOException {
    System.setProperties(new VanishingProperty(System.getProperties()));
    System.out.println("ready.");
    while (System.in.read() >= 0) {}
  }

  @Override
  public synchronized Set<String> stringPropertyNames() {
    Set<String> names = new TreeSet<>(super.stringPropertyNames());
    if (!gone) {
      names.add(NAME);
    }
    gone = false;
    return names;
  }

  @Override
  public synchronized String getProperty(String name) {
    gone |= name.equals(NAME);
    return super.getProperty(name);
  }
}
