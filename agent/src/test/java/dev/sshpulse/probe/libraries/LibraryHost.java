package dev.sshpulse.probe.libraries;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Plays what it is told with SSH libraries, each version in a class loader of its own.
 *
 * <p>A line of input is {@code <folder> <class> <action> <port> <user> <method> <credential>
 * <argument>}, parted by tabs: the folder with the jars, the class of this package, and what {@link
 * Library} takes. It prints each line of the other side's output as {@code out <line>}, and at the
 * end {@code done <outcome>}.
 */
public final class LibraryHost {
  private static final ClassLoader JDK = ClassLoader.getPlatformClassLoader();
  private static final Map<String, ClassLoader> LOADERS = new HashMap<>();

  private LibraryHost() {}

  public static void main(String[] arguments) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      List<String> words = List.of(line.split("\t", -1));
      Consumer<String> out = text -> System.out.println("out " + text);
      String outcome = library(words).apply(words.subList(2, words.size()), out);
      System.out.println("done " + outcome.replace('\n', ' '));
    }
    System.exit(0); // whatever threads a library has left
  }

  private static BiFunction<List<String>, Consumer<String>, String> library(List<String> words)
      throws Exception {
    return library(words, LOADERS.computeIfAbsent(words.get(0), LibraryHost::loader));
  }

  @SuppressWarnings("unchecked") // a class of this package, but another loader's
  static BiFunction<List<String>, Consumer<String>, String> library(
      List<String> words, ClassLoader loader) throws Exception {
    Class<?> type = loader.loadClass(LibraryHost.class.getPackageName() + "." + words.get(1));
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return (BiFunction<List<String>, Consumer<String>, String>) constructor.newInstance();
  }

  static URLClassLoader loader(String folder) {
    try {
      List<URL> urls = new ArrayList<>();
      urls.add(LibraryHost.class.getProtectionDomain().getCodeSource().getLocation());
      for (File jar : Path.of(folder).toFile().listFiles()) {
        urls.add(jar.toURI().toURL());
      }
      return new URLClassLoader(
          Path.of(folder).getFileName().toString(), urls.toArray(URL[]::new), JDK);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(folder, e);
    }
  }
}
