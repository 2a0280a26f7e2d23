package dev.sshpulse.web;

import dev.sshpulse.model.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The web-config that holds, read anew when it or a file that it names has changed. What cannot be
 * followed is told once, and what held before goes on.
 */
public final class WebConfigWatch implements Supplier<WebConfig>, AutoCloseable {
  private static final long BETWEEN_LOOKS_MILLIS = 500;

  /** Whoever changes files all the time is read between two changes, or at a later look. */
  private static final int MOST_READINGS = 10;

  private final WebConfigFile file;
  private final Faults faults;
  private final Consumer<String> say;
  private final Thread looking;

  /** How the files stood when they were read, and when they were looked at. */
  private List<String> read = List.of();

  private List<String> seen = List.of();
  private volatile WebConfig current;
  private volatile boolean lastReloadSuccessful = true;

  /**
   * Says what would be wrong with a file, and does nothing else.
   *
   * @throws IOException with one line: file, line, and what to do
   */
  public static void check(String path) throws IOException {
    new WebConfigFile(path).read();
  }

  /**
   * Reads it for the first time, and goes on looking on a thread of its own.
   *
   * @param threads makes that thread
   * @param say takes a line when something has changed
   * @throws IOException likewise
   */
  public WebConfigWatch(String path, ThreadFactory threads, Faults faults, Consumer<String> say)
      throws IOException {
    this(new WebConfigFile(path), threads, faults, say);
  }

  WebConfigWatch(WebConfigFile file, ThreadFactory threads, Faults faults, Consumer<String> say)
      throws IOException {
    this.file = file;
    this.faults = faults;
    this.say = say;
    this.current = readSettled();
    this.looking = threads.newThread(this::look);
    looking.setName("sshpulse-web");
    looking.start();
  }

  @Override
  public WebConfig get() {
    return current;
  }

  /** Whether what stands in the files is what holds. */
  public boolean lastReloadSuccessful() {
    return lastReloadSuccessful;
  }

  private void look() {
    try {
      while (true) {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
        lookOnce();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /**
   * Reads what has changed once it has stood still from one look to the next: a certificate and its
   * key are two files, and no tool replaces both at a time.
   */
  void lookOnce() {
    try {
      List<String> marks = marks(file.files());
      boolean still = marks.equals(seen);
      seen = marks;
      if (still && !marks.equals(read)) {
        read = marks;
        reload();
      }
    } catch (Throwable e) {
      lastReloadSuccessful = false;
      read = List.of(); // and so tried again
      faults.swallowed(Faults.Where.HTTP);
    }
  }

  private void reload() {
    try {
      WebConfig next = readSettled();
      if ((next.tls() == null) != (current.tls() == null)) {
        throw new WebConfigException(
            "http.web-config: tls_server_config comes and goes with a restart only: put it back, or restart");
      }
      current = next;
      if (!lastReloadSuccessful) {
        say.accept("sshpulse: http.web-config can be used again, and is in use");
      }
      lastReloadSuccessful = true;
    } catch (IOException e) {
      lastReloadSuccessful = false;
      say.accept(
          "sshpulse: changed, and cannot be used; what was read before holds: " + e.getMessage());
    }
  }

  /** Again where files have changed meanwhile, or are others: what was read is of no one time. */
  private WebConfig readSettled() throws WebConfigException {
    for (int readings = 1; ; readings++) {
      read = marks(file.files());
      seen = read;
      try {
        WebConfig config = file.read();
        if (readings == MOST_READINGS || stoodStill()) {
          return config;
        }
      } catch (WebConfigException e) {
        if (readings == MOST_READINGS || stoodStill()) {
          throw e;
        }
      }
    }
  }

  private boolean stoodStill() {
    return read.equals(marks(file.files()));
  }

  private static List<String> marks(Set<Path> files) {
    List<String> marks = new ArrayList<>();
    for (Path path : files.stream().sorted().toList()) {
      marks.add(path + " " + mark(path));
    }
    return marks;
  }

  /**
   * Follows links: a mounted Secret is replaced by moving one. Whoever writes may set back all
   * times but that of the inode's last change.
   */
  private static String mark(Path path) {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
      Object changed = unix ? Files.getAttribute(path, "unix:ctime") : "";
      return now.fileKey() + " " + now.lastModifiedTime() + " " + now.size() + " " + changed;
    } catch (IOException e) {
      return "unreadable";
    }
  }

  @Override
  public void close() {
    looking.interrupt();
  }
}
