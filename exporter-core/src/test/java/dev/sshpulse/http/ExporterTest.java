package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sshpulse.model.Faults;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ExporterTest {

  private final Shown shown = new Shown("0.1.0", "metrics");
  private final Faults faults = new Faults();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  @Test
  void answersOverARealSocket() throws Exception {
    try (Exporter exporter = start(0)) {
      HttpResponse<String> metrics = get(exporter, "/metrics");

      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(metrics.body()).isEqualTo("metrics as " + Routes.TEXT);
      assertThat(metrics.headers().firstValue("content-type")).hasValue(Routes.TEXT);
    }
    assertThat(faults.errors(Faults.Where.LIBRARY)).isZero();
  }

  @Test
  void compressesMuchForThoseWhoAllowIt() throws Exception {
    Shown large = new Shown("0.1.0", "x".repeat(100_000));
    try (Exporter exporter = Exporter.start("127.0.0.1", 0, large, this::thread, faults)) {
      HttpResponse<byte[]> metrics = getGzip(exporter, "/metrics");
      HttpResponse<byte[]> little = getGzip(exporter, "/-/healthy");

      assertThat(metrics.headers().firstValue("content-encoding")).hasValue("gzip");
      assertThat(metrics.body()).hasSizeLessThan(1_000);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(metrics.body())).readAllBytes())
          .isEqualTo(("x".repeat(100_000) + " as " + Routes.TEXT).getBytes(US_ASCII));
      assertThat(little.headers().firstValue("content-encoding")).isEmpty();
      assertThat(get(exporter, "/metrics").body()).startsWith("xxx");
    }
  }

  private static HttpResponse<byte[]> getGzip(Exporter exporter, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + exporter.address().getPort() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void answersMuchOverOneConnection() throws Exception {
    Shown large = new Shown("0.1.0", "x".repeat(1_000_000));
    try (Exporter exporter = Exporter.start("127.0.0.1", 0, large, this::thread, faults)) {
      assertThat(get(exporter, "/metrics").body()).hasSizeGreaterThan(1_000_000);
      assertThat(get(exporter, "/metrics").body()).hasSizeGreaterThan(1_000_000);
    }
  }

  @Test
  void leavesAClientThatAsksAndAsksAndDoesNotRead() throws Exception {
    int requests = 1_000;
    Shown large = new Shown("0.1.0", "x".repeat(1_000_000));
    try (Exporter exporter = Exporter.start("127.0.0.1", 0, large, this::thread, faults);
        Socket client = new Socket(loopback(), exporter.address().getPort())) {
      String all = "GET /metrics HTTP/1.1\r\n\r\n".repeat(requests);
      client.getOutputStream().write(all.getBytes(US_ASCII));

      long received = readToTheEnd(client.getInputStream());

      assertThat(received).isLessThan(requests * 1_000_000L);
    }
  }

  private static long readToTheEnd(InputStream in) {
    long received = 0;
    try {
      byte[] buffer = new byte[65_536];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        received += read;
      }
    } catch (IOException reset) {
      // What had not been read by the server makes its close a reset.
    }
    return received;
  }

  @Test
  void givesWayToWhoeverHasThePort() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, loopback());
        Exporter exporter = start(other.getLocalPort())) {
      assertThat(exporter.address().getPort())
          .isBetween(other.getLocalPort() + 1, other.getLocalPort() + 9);
      assertThat(get(exporter, "/-/healthy").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void takesNoOtherPortWhereItIsToBeThatOne() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, loopback())) {
      int port = other.getLocalPort();

      assertThatThrownBy(
              () ->
                  Exporter.start(
                      new Listening("127.0.0.1", port, true), shown, this::thread, faults))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1, port %d: ", port);
    }
  }

  @Test
  void saysWhichPortsAreTaken() throws Exception {
    List<ServerSocket> others = new ArrayList<>();
    int first = takeTenInARow(others);

    assertThatThrownBy(() -> start(first))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on 127.0.0.1, ports %d to %d: ", first, first + 9);

    for (ServerSocket taken : others) {
      taken.close();
    }
  }

  private static int takeTenInARow(List<ServerSocket> taken) throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      ServerSocket first = new ServerSocket(0, 1, loopback());
      taken.add(first);
      if (takeTheNextNine(first.getLocalPort(), taken)) {
        return first.getLocalPort();
      }
    }
    throw new IOException("no ten free ports in a row");
  }

  private static boolean takeTheNextNine(int first, List<ServerSocket> taken) {
    try {
      for (int port = first + 1; port < first + 10; port++) {
        taken.add(new ServerSocket(port, 1, loopback()));
      }
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void saysWhatHostItDoesNotKnow() {
    assertThatThrownBy(() -> Exporter.start("no such host", 0, shown, this::thread, faults))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such host");
    assertThat(threads).isEmpty();
  }

  @Test
  void saysWhatAddressIsNotOfThisHost() {
    assertThatThrownBy(() -> Exporter.start("192.0.2.1", 9922, shown, this::thread, faults))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on 192.0.2.1, port");
  }

  @Test
  void runsOnOneThreadAndEndsIt() throws Exception {
    Exporter exporter = start(0);
    get(exporter, "/metrics");

    exporter.close();

    assertThat(threads).hasSize(1);
    threads.get(0).join();
    assertThatThrownBy(() -> new Socket(loopback(), exporter.address().getPort()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void endsItsThreadWhenItCannotListen() throws Exception {
    assertThatThrownBy(() -> Exporter.start("192.0.2.1", 9922, shown, this::thread, faults))
        .isInstanceOf(IOException.class);

    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void leavesThePropertiesOfTheJvmAsTheyWere() throws Exception {
    Properties before = (Properties) System.getProperties().clone();

    start(0).close();

    assertThat(System.getProperties())
        .isEqualTo(before)
        .doesNotContainKeys("io.netty.allocator.type", "io.netty.processId");
  }

  private Exporter start(int port) throws IOException {
    return Exporter.start("127.0.0.1", port, shown, this::thread, faults);
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "sshpulse-http");
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  private static HttpResponse<String> get(Exporter exporter, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + exporter.address().getPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
