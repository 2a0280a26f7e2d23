package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.model.HostFact;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCountersTest {
  private static final String NETSTAT =
      """
      TcpExt: SyncookiesSent ListenOverflows TCPTimeouts TCPAbortOnTimeout TCPKeepAlive
      TcpExt: 9 1 2 3 4
      IpExt: InNoRoutes ListenOverflows
      IpExt: 7 77
      """;
  private static final String SNMP =
      """
      Ip: Forwarding DefaultTTL
      Ip: 2 64
      Tcp: RtoAlgorithm RtoMin RtoMax MaxConn EstabResets RetransSegs
      Tcp: 1 200 120000 -1 5 6
      """;

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    write("netstat", NETSTAT);
    write("snmp", SNMP);
    write("tcp_keepalive_time", "7200\n");
    write("tcp_keepalive_intvl", "75\n");
    write("tcp_keepalive_probes", "9\n");
    write("tcp_retries2", "15\n");
  }

  @Test
  void readsEachValueByItsName() {
    HostCounters.Reading reading = read();

    assertThat(reading.values())
        .isEqualTo(
            Map.of(
                HostFact.TCP_LISTEN_OVERFLOWS, 1L,
                HostFact.TCP_TIMEOUTS, 2L,
                HostFact.TCP_ABORTS_ON_TIMEOUT, 3L,
                HostFact.TCP_KEEPALIVE_PROBES, 4L,
                HostFact.TCP_RESETS, 5L,
                HostFact.TCP_RETRANSMITS, 6L,
                HostFact.TCP_KEEPALIVE_TIME, 7200L,
                HostFact.TCP_KEEPALIVE_INTERVAL, 75L,
                HostFact.TCP_KEEPALIVE_LIMIT, 9L,
                HostFact.TCP_RETRANSMITS_LIMIT, 15L));
    assertThat(reading.status().up()).isTrue();
    assertThat(reading.status().source()).isEqualTo("host_counters");
  }

  @Test
  void leavesOutWhatItCannotReadAndSaysSo() throws IOException {
    Files.delete(directory.resolve("snmp"));
    Files.delete(directory.resolve("tcp_retries2"));
    write("tcp_keepalive_time", "soon\n");

    HostCounters.Reading reading = read();

    assertThat(reading.values())
        .hasSize(6)
        .doesNotContainKeys(
            HostFact.TCP_RESETS, HostFact.TCP_KEEPALIVE_TIME, HostFact.TCP_RETRANSMITS_LIMIT)
        .containsEntry(HostFact.TCP_TIMEOUTS, 2L);
    assertThat(reading.status().up()).isFalse();
    assertThat(reading.status().reason())
        .isEqualTo(
            "not to be had: "
                + directory.resolve("snmp")
                + ", EstabResets, RetransSegs, tcp_keepalive_time, tcp_retries2");
  }

  @Test
  void takesACounterThatWasResetAsItIs() throws IOException {
    HostCounters counters = counters();
    counters.read();
    write("netstat", NETSTAT.replace("9 1 2 3 4", "0 0 0 0 0"));

    assertThat(counters.read().values())
        .containsEntry(HostFact.TCP_TIMEOUTS, 0L)
        .containsEntry(HostFact.TCP_KEEPALIVE_PROBES, 0L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "TcpExt:",
        "TcpExt: TCPTimeouts\n",
        "TcpExt: TCPTimeouts\nTcpExt:\n",
        "TcpExt: TCPTimeouts\nTcpExt: 1 2\n",
        "TcpExt: TCPTimeouts\nTcpExt: -1\n",
        "TcpExt: TCPTimeouts\nTcpExt: 99999999999999999999\n",
        "TcpExt: TCPTimeouts\nTcpExt: 1x\n",
        "TcpExt: TCPTimeouts\nTcpExt: 12",
        "TcpExt: TCPTimeouts\nIpExt: 12\n",
        "Tcp: TCPTimeouts\nTcp: 12\n",
        "TCPTimeouts\n12\n"
      })
  void takesNoValueFromATableThatIsCutOrAnother(String table) throws IOException {
    write("netstat", table);

    HostCounters.Reading reading = read();

    assertThat(reading.values()).doesNotContainKey(HostFact.TCP_TIMEOUTS);
    assertThat(reading.status().reason()).contains("TCPTimeouts");
  }

  @Test
  void passesOverLinesThatAreNoTable() throws IOException {
    write("netstat", "x".repeat(100_000) + "\n" + NETSTAT);

    assertThat(read().values()).containsEntry(HostFact.TCP_TIMEOUTS, 2L);
  }

  @Property(tries = 200)
  void takesAnyBytes(@ForAll @Size(max = 2000) byte[] bytes) throws IOException {
    Path files = Files.createTempDirectory("counters");
    try {
      for (String name : new String[] {"netstat", "snmp", "tcp_retries2"}) {
        Files.write(files.resolve(name), bytes);
      }

      HostCounters.Reading reading = new HostCounters(files.toFile(), files.toFile()).read();

      assertThat(reading.status().up()).isFalse();
      assertThat(reading.values().values()).allMatch(value -> value >= 0);
    } finally {
      for (File file : files.toFile().listFiles()) {
        Files.delete(file.toPath());
      }
      Files.delete(files);
    }
  }

  @Test
  void readsTheKernelThatThisRunsOn() {
    assumeTrue(new File("/proc/self/net/netstat").canRead(), "no /proc/self/net: needs Linux");

    HostCounters.Reading reading =
        new HostCounters(new File("/proc/self/net"), new File("/proc/sys/net/ipv4")).read();

    assertThat(reading.values()).hasSize(HostFact.values().length - 1);
    assertThat(reading.status().up()).as(reading.status().reason()).isTrue();
  }

  private HostCounters.Reading read() {
    return counters().read();
  }

  private HostCounters counters() {
    return new HostCounters(directory.toFile(), directory.toFile());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }
}
