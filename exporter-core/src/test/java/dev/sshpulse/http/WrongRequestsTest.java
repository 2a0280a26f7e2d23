package dev.sshpulse.http;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Over real sockets, for what is refused must also arrive. */
class WrongRequestsTest {

  private static final String NEXT = "GET /-/healthy HTTP/1.1\r\nHost: next\r\n\r\n";

  private static final java.nio.file.Path PAGE = java.nio.file.Path.of("HTTP.md");
  private static final String TABLE = "| request | answer |\n|---|---|\n";
  private static final String REWRITE = "http.rewrite";

  private static final Faults faults = new Faults();
  private static Exporter exporter;

  @BeforeAll
  static void listen() throws IOException {
    exporter =
        Exporter.start("127.0.0.1", 0, new Shown("0.1.0", ""), WrongRequestsTest::thread, faults);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "exporter");
    thread.setDaemon(true);
    return thread;
  }

  @AfterAll
  static void close() {
    exporter.close();
  }

  static WrongRequest[] all() {
    return WrongRequest.ALL;
  }

  @ParameterizedTest
  @MethodSource("all")
  void answersEach(WrongRequest request) throws Exception {
    try (RawClient client = new RawClient(exporter.address())) {
      client.send(request.bytes());

      assertThat(statuses(client, request.answers())).isEqualTo(request.answers());
      assertThat(servesOn(client, request.kept())).isEqualTo(request.kept());
      assertThat(faults.errors(Faults.Where.HTTP)).isZero();
    }
  }

  private static String statuses(RawClient client, String expected) throws IOException {
    List<String> statuses = new ArrayList<>();
    for (String ignored : expected.split(" ")) {
      statuses.add(client.answer(true).substring("HTTP/1.1 ".length()).substring(0, 3));
    }
    return String.join(" ", statuses);
  }

  /** Asks only where an answer is expected: to ask where the end is would make it a reset. */
  private static boolean servesOn(RawClient client, boolean expected) throws IOException {
    if (expected) {
      return client.send(NEXT).answer(true).startsWith("HTTP/1.1 200 ");
    }
    return !client.isEnded();
  }

  @Test
  void areAllOnThePage() throws IOException {
    String page = Files.readString(PAGE);
    String head = page.substring(0, page.indexOf(TABLE) + TABLE.length());
    String rows = Stream.of(all()).map(request -> request.row() + "\n").collect(joining());
    if (Boolean.getBoolean(REWRITE)) {
      Files.writeString(PAGE, head + rows);
    }

    assertThat(PAGE).as("stale: run this with -D%s=true", REWRITE).content().isEqualTo(head + rows);
  }
}
