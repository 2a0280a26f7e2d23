package dev.sshpulse.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A place in a document of JSON or YAML, which is a superset of it. What is missing fails the test
 * with its path.
 */
public record Node(String path, Object value) {

  /** The documents of a text. */
  public static List<Node> all(String name, String text) {
    List<Node> documents = new ArrayList<>();
    LoadSettings strict = LoadSettings.builder().setAllowDuplicateKeys(false).build();
    for (Object document : new Load(strict).loadAllFromString(text)) {
      documents.add(new Node(name, document));
    }
    return documents;
  }

  /** The only document of a text. */
  public static Node of(String name, String text) {
    List<Node> documents = all(name, text);
    if (documents.size() != 1) {
      throw new AssertionError(name + " has " + documents.size() + " documents, not one: " + text);
    }
    return documents.get(0);
  }

  /** The only document of a file. */
  public static Node of(Path file) {
    return of(file.getFileName().toString(), read(file));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of a key. */
  public Node at(String key) {
    if (!has(key)) {
      throw new AssertionError(path + " has no " + key + ": " + value);
    }
    return new Node(path + "." + key, ((Map<?, ?>) value).get(key));
  }

  /** Whether there is such a key. */
  public boolean has(String key) {
    return value instanceof Map<?, ?> map && map.containsKey(key);
  }

  /** The elements of a list. */
  public List<Node> list() {
    if (!(value instanceof Collection<?> collection)) {
      throw new AssertionError(path + " is not a list: " + value);
    }
    List<Node> elements = new ArrayList<>();
    for (Object element : collection) {
      elements.add(new Node(path + "[" + elements.size() + "]", element));
    }
    return elements;
  }

  /** The one element of a list whose {@code key} has this value. */
  public Node where(String key, String wanted) {
    for (Node element : list()) {
      if (element.has(key) && element.at(key).text().equals(wanted)) {
        return element;
      }
    }
    throw new AssertionError(path + " has no element with " + key + " " + wanted + ": " + value);
  }

  /** The value as text. */
  public String text() {
    return String.valueOf(value);
  }

  @Override
  public String toString() {
    return path + " = " + value;
  }
}
