package dev.sshpulse.cli.jvms;

import static dev.sshpulse.cli.jvms.JvmFailure.Reason.FAILED;
import static dev.sshpulse.cli.jvms.JvmFailure.Reason.NOT_ATTACHABLE;
import static dev.sshpulse.cli.jvms.JvmFailure.Reason.NOT_PERMITTED;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A JVM that does what we ask. */
final class AttachedJvm implements Closeable {
  private static final String REFUSAL = "dev.sshpulse.refusal";

  private static final int MOST_BYTES = 1024;
  private static final String TOO_LONG =
      "the JVM takes 1,024 bytes of agent arguments, and the jar's path, twice, and the settings are"
          + " longer: copy the jar to a shorter path, or put the settings into a file, and give"
          + " config.file=FILE";

  private final VirtualMachine machine;

  private AttachedJvm(VirtualMachine machine) {
    this.machine = machine;
  }

  static AttachedJvm attach(long pid) throws JvmFailure {
    try {
      return new AttachedJvm(VirtualMachine.attach(String.valueOf(pid)));
    } catch (AttachNotSupportedException e) {
      throw new JvmFailure(NOT_ATTACHABLE, "the JVM does not answer: " + e.getMessage());
    } catch (AccessDeniedException e) {
      throw new JvmFailure(NOT_PERMITTED, "not allowed: " + e.getMessage());
    } catch (IOException e) {
      throw new JvmFailure(FAILED, "cannot attach to " + pid + ": " + e.getMessage());
    }
  }

  /**
   * Loads the jar, which does one of its commands.
   *
   * @return why it did not; null if it did
   */
  @Nullable String command(File jar, String command, String rest) throws JvmFailure, IOException {
    String number = String.valueOf(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
    load(jar.getAbsolutePath(), "@" + command + " " + number + " " + rest);
    String refusal = properties().getProperty(REFUSAL, "");
    return refusal.startsWith(number + " ")
        ? Jvm.harmless(refusal.substring(number.length() + 1))
        : null;
  }

  private void load(String jar, String arguments) throws JvmFailure, IOException {
    try {
      machine.loadAgent(jar, arguments);
    } catch (AgentLoadException e) {
      throw new JvmFailure(NOT_ATTACHABLE, "the JVM does not load it: " + e.getMessage());
    } catch (AgentInitializationException e) {
      throw new JvmFailure(FAILED, "the agent does not start: " + e.getMessage());
    } catch (IOException e) {
      if (tooLong(jar + "=" + arguments)) {
        throw new JvmFailure(FAILED, TOO_LONG);
      }
      throw e;
    }
  }

  /** An older JVM hangs up on more than that, without a word. */
  static boolean tooLong(String argument) {
    return argument.getBytes(UTF_8).length > MOST_BYTES;
  }

  Properties properties() throws IOException {
    return SystemProperties.of(machine);
  }

  @Override
  public void close() throws IOException {
    machine.detach();
  }
}
