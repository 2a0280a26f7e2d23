package dev.sshpulse.packed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM's log tells of its classes, in order.
 *
 * @param events one for each class that was loaded or initialised
 */
record LoadedClasses(List<Event> events) {
  private static final Pattern LOADED =
      Pattern.compile("\\[(\\d+) *\\]\\[class,load *\\] (\\S+) source: (.*)");
  private static final Pattern INITIALISED =
      Pattern.compile("\\[(\\d+) *\\]\\[class,init *\\] \\d+ Initializing '([^']+)'.*");

  /**
   * Something that happened to a class.
   *
   * @param thread the native id of the thread that did it
   * @param name the binary name, as in {@code java.lang.String}
   * @param source where it was read from; empty when it was initialised
   */
  record Event(long thread, String name, String source) {
    boolean load() {
      return !source.isEmpty();
    }
  }

  /** The JVM's option that writes the log. */
  static String logTo(Path file) {
    return "-Xlog:class+load=info,class+init=info:file=" + file + ":tid,tags:filesize=0";
  }

  static LoadedClasses read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      Matcher loaded = LOADED.matcher(line);
      Matcher initialised = INITIALISED.matcher(line);
      if (loaded.matches()) {
        events.add(new Event(thread(loaded), loaded.group(2), loaded.group(3)));
      } else if (initialised.matches()) {
        String name = initialised.group(2).replace('/', '.');
        events.add(new Event(thread(initialised), name, ""));
      }
    }
    return new LoadedClasses(events);
  }

  private static long thread(Matcher matcher) {
    return Long.parseLong(matcher.group(1));
  }

  /** The thread that loaded the application's main class: the main thread. */
  long mainThread(Class<?> program) {
    return events.get(indexOf(program)).thread();
  }

  /** What happened before the application's main class was loaded. */
  LoadedClasses before(Class<?> program) {
    return new LoadedClasses(events.subList(0, indexOf(program)));
  }

  /** What happened from then on. */
  LoadedClasses since(Class<?> program) {
    return new LoadedClasses(events.subList(indexOf(program), events.size()));
  }

  private int indexOf(Class<?> program) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).load() && events.get(i).name().equals(program.getName())) {
        return i;
      }
    }
    throw new AssertionError(program + " was not loaded");
  }

  /** Where a class was read from. */
  String sourceOf(Class<?> type) {
    return events.get(indexOf(type)).source();
  }

  /** What one thread did. */
  LoadedClasses by(long thread) {
    return new LoadedClasses(events.stream().filter(event -> event.thread() == thread).toList());
  }

  /** Names of all classes loaded. */
  List<String> loaded() {
    return events.stream().filter(Event::load).map(Event::name).toList();
  }

  /** Names of all classes initialised. */
  List<String> initialised() {
    return events.stream().filter(event -> !event.load()).map(Event::name).toList();
  }

  /** Names of the classes of sshpulse and of the libraries in its jar; the probes are no part. */
  List<String> ours() {
    return events.stream()
        .filter(Event::load)
        .filter(event -> isOurs(event))
        .map(Event::name)
        .filter(name -> !name.startsWith("dev.sshpulse.probe."))
        .toList();
  }

  private static boolean isOurs(Event event) {
    return event.source().endsWith("/sshpulse.jar")
        || event.name().startsWith("dev.sshpulse.")
        || event.name().startsWith("java.lang.SshpulseBridge");
  }
}
