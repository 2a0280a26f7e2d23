package dev.sshpulse.probe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The agent's thread that tells its listeners, as a thread dump shows it. */
final class Teller {
  private static final String NAME = "sshpulse-tell";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** Its state, and its uppermost frame; {@code nowhere} while there is none. */
  String where() {
    ThreadInfo info = info();
    if (info == null) {
      return "nowhere";
    }
    StackTraceElement top = info.getStackTrace()[0];
    return info.getThreadState() + " in " + top.getClassName() + "." + top.getMethodName();
  }

  /** What it has used so far; 0 while there is none. */
  long cpuNanos() {
    ThreadInfo info = info();
    return info == null ? 0 : threads.getThreadCpuTime(info.getThreadId());
  }

  /**
   * Whether it sleeps in a write of the kernel's, from which only a reader can wake it: it is in
   * one before and after it was seen asleep, and has used no CPU between.
   */
  boolean hangsInAWrite() throws IOException {
    long cpuNanos = cpuNanos();
    return writes() && sleeps() && writes() && cpuNanos == cpuNanos();
  }

  private boolean writes() {
    return where().equals("RUNNABLE in java.io.FileOutputStream.writeBytes");
  }

  private static boolean sleeps() throws IOException {
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        String line = Files.readString(task.resolve("stat"));
        if (line.contains("(" + NAME + ") S ")) {
          return true;
        }
      }
    }
    return false;
  }

  private ThreadInfo info() {
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds(), 1)) {
      if (info != null && info.getThreadName().equals(NAME)) {
        return info;
      }
    }
    return null;
  }
}
