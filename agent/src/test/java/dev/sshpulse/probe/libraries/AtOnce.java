package dev.sshpulse.probe.libraries;

import java.util.ArrayList;
import java.util.List;

/**
 * Plays with several SSH libraries at the same time.
 *
 * <p>Arguments: lines of {@link LibraryHost}. Prints what that prints for each.
 */
public final class AtOnce {

  private AtOnce() {}

  public static void main(String[] arguments) throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (String line : arguments) {
      Thread thread = new Thread(() -> play(List.of(line.split("\t", -1))), "plays " + line);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.in.read();
    System.exit(0); // whatever threads a library has left
  }

  private static void play(List<String> words) {
    try {
      var library = LibraryHost.library(words, LibraryHost.loader(words.get(0)));
      String outcome =
          library.apply(words.subList(2, words.size()), text -> System.out.println("out " + text));
      System.out.println("done " + outcome);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
