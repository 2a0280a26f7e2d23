package dev.sshpulse.cli.agents;

import dev.sshpulse.host.HarmlessText;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One answer of {@code /metrics}, in Prometheus' text format 0.0.4. */
public record Scrape(List<Sample> samples) {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+).*");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One line: the labels' values as they are written, escapes included. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  /** Asks the exporter now. */
  public static Scrape of(URI metrics) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) metrics.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setRequestProperty("Accept", "text/plain;version=0.0.4");
    try (InputStream body = connection.getInputStream()) {
      return parse(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  public static Scrape parse(String text) {
    List<Sample> samples = new ArrayList<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> samples.add(sample(line)));
    return new Scrape(List.copyOf(samples));
  }

  private static Sample sample(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a line of Prometheus' text format: " + line);
    }
    String labels = matcher.group(2) == null ? "" : matcher.group(2);
    return new Sample(matcher.group(1), labels(labels), Double.parseDouble(matcher.group(3)));
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    Matcher matcher = LABEL.matcher(text);
    while (matcher.find()) {
      labels.put(matcher.group(1), HarmlessText.of(matcher.group(2), '?'));
    }
    return Map.copyOf(labels);
  }

  /** The samples of this name that have at least these labels. */
  public List<Sample> all(String name, Map<String, String> labels) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  /** Their sum; empty where there is none, for absent is not zero. */
  public OptionalDouble sum(String name, Map<String, String> labels) {
    List<Sample> all = all(name, labels);
    return all.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(all.stream().mapToDouble(Sample::value).sum());
  }
}
