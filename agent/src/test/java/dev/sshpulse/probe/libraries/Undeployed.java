package dev.sshpulse.probe.libraries;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * An application server of the smallest kind: it deploys applications, each with an SSH library in
 * a class loader of its own, lets each make one connection, and undeploys it.
 *
 * <p>Arguments: how many, and the lines of {@link LibraryHost} that they take turns with. Prints
 * {@code connected <n>}, then {@code left <n>} with the number of class loaders that could not be
 * collected, and ends with its input.
 */
public final class Undeployed {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int BETWEEN_MILLIS = 200;

  private final Set<Reference<ClassLoader>> loaders = new HashSet<>();
  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
  private int connected;

  private Undeployed() {}

  public static void main(String[] arguments) throws Exception {
    Undeployed server = new Undeployed();
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      String line = arguments[1 + i % (arguments.length - 1)];
      server.count(server.deploy(List.of(line.split("\t", -1))));
    }
    System.out.println("connected " + server.connected);
    server.collect();
    System.out.println("left " + server.loaders.size());
    System.in.read();
  }

  private void count(String outcome) {
    if (outcome.equals("0")) {
      connected++;
    } else {
      System.err.println(outcome);
    }
  }

  private String deploy(List<String> words) throws Exception {
    try (URLClassLoader loader = LibraryHost.loader(words.get(0))) {
      loaders.add(new WeakReference<>(loader, collected));
      var library = LibraryHost.library(words, loader);
      return library.apply(words.subList(2, words.size()), line -> {});
    }
  }

  /** Until all are gone, or for so long that those that are left will stay. */
  private void collect() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!loaders.isEmpty() && System.nanoTime() < end) {
      System.gc();
      var gone = collected.remove(BETWEEN_MILLIS);
      for (; gone != null; gone = collected.poll()) {
        loaders.remove(gone);
      }
    }
  }
}
