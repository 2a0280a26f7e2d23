package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sshpulse.host.TcpSocket.State;
import dev.sshpulse.host.TcpSocket.Timer;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpTableTest {
  private static final String HEADER = "  sl  local_address rem_address   st tx_queue rx_queue\n";
  private static final String LINE =
      "   7: 0A0200C0:9C43 076433C6:0016 01 00000030:00000005 01:00000081 00000004  1000        2"
          + " 7014338 2 0000000090fd60b4 326 0 0 1 -1\n";
  private static final TcpAddresses OF_LINE = ofClient(40003);
  private static final TcpSocket SOCKET =
      new TcpSocket(State.ESTABLISHED, 48, 5, Timer.RETRANSMIT, 4, 2, 7014338);

  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "40001, ESTABLISHED, 0,       0, NONE,              0, 0, 7014334",
    "40002, ESTABLISHED, 0,       0, KEEPALIVE,         0, 0, 7014336",
    "40003, ESTABLISHED, 48,      0, RETRANSMIT,        4, 0, 7014338",
    "40004, ESTABLISHED, 0,       0, KEEPALIVE,         0, 5, 7014340",
    "40005, CLOSE_WAIT,  0,       4, NONE,              0, 0, 7014342",
    "40006, TIME_WAIT,   0,       0, TIME_WAIT,         0, 0, 0",
    "40007, ESTABLISHED, 2803712, 0, ZERO_WINDOW_PROBE, 0, 0, 7014346",
  })
  void readsWhatAKernelListed(
      int port,
      State state,
      long sendQueueBytes,
      long receiveQueueBytes,
      Timer timer,
      int retransmits,
      int unansweredProbes,
      long inode)
      throws Exception {
    TcpTable table = recorded();

    Map<TcpAddresses, TcpSocket> found = table.find(Set.of(ofClient(port)));

    assertThat(found)
        .containsExactly(
            Map.entry(
                ofClient(port),
                new TcpSocket(
                    state,
                    sendQueueBytes,
                    receiveQueueBytes,
                    timer,
                    retransmits,
                    unansweredProbes,
                    inode)));
  }

  @Test
  void readsEverySocketThatAKernelListed() throws Exception {
    TcpTable table = recorded();

    Map<TcpAddresses, TcpSocket> all = all(table);

    assertThat(all).hasSize(17 + 4);
    assertThat(table.skippedLines()).isZero();
  }

  @Test
  void tellsTheTwoEndsOfOneConnectionApart() throws Exception {
    TcpAddresses client = Ends.key("2001:db8:1::10", 40008, "2001:db8:2::7", 2222);
    TcpAddresses server = Ends.key("2001:db8:2::7", 2222, "2001:db8:1::10", 40008);

    Map<TcpAddresses, TcpSocket> found = recorded().find(Set.of(client, server));

    assertThat(found.get(client).receiveQueueBytes()).isEqualTo(1000);
    assertThat(found.get(server).receiveQueueBytes()).isZero();
  }

  @Test
  void findsTheIpv4ConnectionOfADualStackSocket() throws Exception {
    TcpAddresses accepted = Ends.key("198.51.100.7", 2222, "192.0.2.10", 40009);

    Map<TcpAddresses, TcpSocket> found = recorded().find(Set.of(accepted));

    assertThat(found.get(accepted).inode()).isEqualTo(7014351);
  }

  @Test
  void findsOnlyWhatItWasAskedFor() throws Exception {
    TcpAddresses samePortsElsewhere = Ends.key("192.0.2.11", 40003, "198.51.100.7", 22);

    Map<TcpAddresses, TcpSocket> found = recorded().find(Set.of(samePortsElsewhere));

    assertThat(found).isEmpty();
  }

  @Test
  void readsNothingWhereNothingIsWanted() throws Exception {
    TcpTable table = table(HEADER + "spoilt\n");

    Map<TcpAddresses, TcpSocket> found = table.find(Set.of());

    assertThat(found).isEmpty();
    assertThat(table.skippedLines()).isZero();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "01, ESTABLISHED",
    "02, SYN_SENT",
    "03, SYN_RECEIVED",
    "04, FIN_WAIT_1",
    "05, FIN_WAIT_2",
    "06, TIME_WAIT",
    "07, CLOSED",
    "08, CLOSE_WAIT",
    "09, LAST_ACK",
    "0A, LISTEN",
    "0B, CLOSING",
    "0C, NEW_SYN_RECEIVED",
  })
  void knowsTheKernelsNumberOfEveryState(String number, State state) throws Exception {
    TcpSocket socket = only(LINE.replace(" 01 ", " " + number + " "));

    assertThat(socket.state()).isEqualTo(state);
  }

  @Test
  void readsNumbersToTheirLimits() throws Exception {
    TcpSocket socket =
        only(
            LINE.replace("00000030:00000005", "7FFFFFFF:7ffffffe")
                .replace(" 1000 ", " 4294967294 ")
                .replace("01:00000081", "01:7FFFFFFFFFFFFFFF")
                .replace(" 7014338 ", " 999999999999999999 "));

    assertThat(socket)
        .isEqualTo(
            new TcpSocket(
                State.ESTABLISHED,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE - 1,
                Timer.RETRANSMIT,
                4,
                2,
                999_999_999_999_999_999L));
  }

  @Test
  void takesAQueueThatWasAcknowledgedWhileTheKernelLookedForEmpty() throws Exception {
    TcpSocket socket = only(LINE.replace("00000030:", "FFFFFFD0:"));

    assertThat(socket.sendQueueBytes()).isZero();
  }

  @Test
  void readsAddressesInTheByteOrderOfTheHost() throws Exception {
    write("tcp", HEADER + LINE.replace("0A0200C0", "C000020A").replace("076433C6", "C6336407"));
    write(
        "tcp6",
        HEADER
            + LINE.replace("0A0200C0", "20010DB8000100000000000000000010")
                .replace("076433C6", "20010DB8000200000000000000000007"));

    Map<TcpAddresses, TcpSocket> all = all(new TcpTable(directory.toFile(), ByteOrder.BIG_ENDIAN));

    assertThat(all)
        .containsOnlyKeys(OF_LINE, Ends.key("2001:db8:1::10", 40003, "2001:db8:2::7", 22));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "   7",
        "   7:",
        "   x: 0A0200C0:9C43 076433C6:0016 01 00000030:00000005 01:00000081 00000004 0 0 7014338 2",
        "   7: 0A0200C0:9C43 076433C6:001",
        "   7: 0A0200C0:9C43 076433C6:00160",
        "   7: 0A0200C:9C43 076433C6:0016 01 00000030:00000005 01:00000081 00000004 0 0 7014338 2",
        "   7: 0A0200C0F:9C43 076433C6:0016 01 00000030:00000005 01:00000081 00000004 0 0 7014338 2",
        "   7: 0A0200C0:9G43 076433C6:0016 01 00000030:00000005 01:00000081 00000004 0 0 7014338 2",
        "   7: 0A0200C0:9C43 076433C6:0016",
        "   7: 0A0200C0:9C43 076433C6:0016 00 00000030:00000005 01:00000081 00000004 0 0 7014338 2",
        "   7: 0A0200C0:9C43 076433C6:0016 0D 00000030:00000005 01:00000081 00000004 0 0 7014338 2",
        "   7: 0A0200C0:9C43 076433C6:0016 01 00000030.00000005 01:00000081 00000004 0 0 7014338 2",
        "   7: 0A0200C0:9C43 076433C6:0016 01 00000030:00000005 05:00000081 00000004 0 0 7014338 2",
        "   7: 0A0200C0:9C43 076433C6:0016 01 00000030:00000005 01 00000081 00000004 0 0 7014338 2",
        "   7: 0A0200C0:9C43 076433C6:0016 01 00000030:00000005 01:00000081 0000004 0 0 7014338 2",
        "   7: 0A0200C0:9C43 076433C6:0016 01 00000030:00000005 01:00000081 000000040 0 7014338 2",
        "   7: 0A0200C0:9C43 076433C6:0016 01 00000030:00000005 01:00000081 00000004 0 -1 7014338 2",
        "   7: 0A0200C0:9C43 076433C6:0016 01 00000030:00000005 01:00000081 00000004 0 0 x 2",
        "   7: 0A0200C0:9C43 076433C6:0016 01 00000030:00000005 01:00000081 00000004 0 0 7014338",
        "   7: 0A0200C0:9C43 076433C6:0016 01 00000030:00000005 01:00000081 00000004 0 0"
            + " 1000000000000000000 2",
        "   7: 0000000000000000FFFF00000A0200C0:9C43 0000000000000000FFFF0000076433C6:0016 01"
            + " 00000030:00000005 01:00000081 00000004 0 0 7014338 2",
      })
  void countsALineThatDoesNotParseAndReadsOn(String spoilt) throws Exception {
    TcpTable table = table(HEADER + spoilt + "\n" + LINE);

    Map<TcpAddresses, TcpSocket> all = all(table);

    assertThat(all).containsExactly(Map.entry(OF_LINE, SOCKET));
    assertThat(table.skippedLines()).isEqualTo(1);
  }

  @Test
  void tellsNothingOfALineThatWasCutShort() throws Exception {
    String table = HEADER + LINE;
    for (int length = HEADER.length() + 1; length < table.length(); length++) {
      TcpTable cut = table(table.substring(0, length));

      Map<TcpAddresses, TcpSocket> all = all(cut);

      assertThat(all).isEmpty();
      assertThat(cut.skippedLines()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 8_191, 8_192, 8_193, 16_384, 100_000})
  void readsOnAfterALineOfAnyLength(int length) throws Exception {
    TcpTable table = table(HEADER + "x".repeat(length) + "\n" + LINE);

    Map<TcpAddresses, TcpSocket> all = all(table);

    assertThat(all).containsExactly(Map.entry(OF_LINE, SOCKET));
    assertThat(table.skippedLines()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 8_191, 8_192, 8_193, 16_384, 100_000})
  void takesTheEndOfALineForNoLine(int length) throws Exception {
    TcpTable table = table(HEADER + "x".repeat(length) + LINE);

    Map<TcpAddresses, TcpSocket> all = all(table);

    assertThat(all).isEmpty();
    assertThat(table.skippedLines()).isEqualTo(1);
  }

  @Test
  void countsALastLineThatIsLongerThanTheBuffer() throws Exception {
    TcpTable table = table(HEADER + LINE + "x".repeat(20_000));

    Map<TcpAddresses, TcpSocket> all = all(table);

    assertThat(all).hasSize(1);
    assertThat(table.skippedLines()).isEqualTo(1);
  }

  @Test
  void readsThousandsOfSocketsAgainAndAgain() throws Exception {
    Set<TcpAddresses> wanted = new HashSet<>();
    StringBuilder content = new StringBuilder(HEADER);
    for (int port = 1024; port < 11024; port++) {
      wanted.add(ofClient(port));
      content.append(LINE.replace(":9C43", ":" + String.format("%04X", port)));
    }
    TcpTable table = table(content.toString());

    for (int i = 0; i < 3; i++) {
      assertThat(table.find(wanted)).containsOnlyKeys(wanted);
    }
    assertThat(table.skippedLines()).isZero();
  }

  @Test
  void takesWhatWasShownLastOfASocketThatWasShownTwice() throws Exception {
    TcpTable table = table(HEADER + LINE + LINE.replace(" 01 ", " 08 "));

    Map<TcpAddresses, TcpSocket> found = table.find(Set.of(OF_LINE));

    assertThat(found.get(OF_LINE).state()).isEqualTo(State.CLOSE_WAIT);
  }

  @Test
  void isAbsentWhereThereIsNoTable() {
    TcpTable table = new TcpTable(directory.toFile());

    assertThat(table.readable()).isFalse();
    assertThatThrownBy(() -> table.find(Set.of())).isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> table.find(Set.of(OF_LINE)))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining(directory.resolve("tcp").toString());
  }

  @Test
  void isAbsentWhereOneOfItsFilesCannotBeRead() throws Exception {
    TcpTable table = table(HEADER + LINE);
    Files.createDirectory(directory.resolve("tcp6"));

    assertThatThrownBy(() -> table.find(Set.of(OF_LINE)))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining(directory.resolve("tcp6").toString());
  }

  @Test
  void isWholeWithoutIpv6WhereTheKernelHasNone() throws Exception {
    TcpTable table = table(HEADER + LINE);

    assertThat(table.readable()).isTrue();
    assertThat(table.find(Set.of(OF_LINE))).containsKey(OF_LINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Active Internet connections\n", "  sl  local_address rem_address"})
  void refusesWhatIsNoSuchTable(String content) throws Exception {
    TcpTable table = table(content);

    assertThatThrownBy(() -> table.find(Set.of(OF_LINE)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "not a table of TCP sockets, its first line is another: " + directory.resolve("tcp"));
  }

  private static TcpTable recorded() {
    return new TcpTable(new File("src/test/resources/proc/net"), ByteOrder.LITTLE_ENDIAN);
  }

  private TcpTable table(String content) throws IOException {
    write("tcp", content);
    return new TcpTable(directory.toFile(), ByteOrder.LITTLE_ENDIAN);
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(directory.resolve(file), content, US_ASCII);
  }

  private TcpSocket only(String line) throws IOException {
    Map<TcpAddresses, TcpSocket> all = all(table(HEADER + line));
    assertThat(all).containsOnlyKeys(OF_LINE);
    return all.get(OF_LINE);
  }

  private static Map<TcpAddresses, TcpSocket> all(TcpTable table) throws IOException {
    Map<TcpAddresses, TcpSocket> all = new LinkedHashMap<>();
    table.read(
        new TcpTable.Visitor() {
          @Override
          public boolean wants(int localPort, int peerPort) {
            return true;
          }

          @Override
          public void visit(TcpAddresses addresses, TcpSocket socket, long timerMillis, long uid) {
            assertThat(all.put(addresses, socket)).isNull();
          }
        });
    return all;
  }

  private static TcpAddresses ofClient(int port) {
    return Ends.key("192.0.2.10", port, "198.51.100.7", 22);
  }
}
