package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever the bytes are: no exception, and no more sockets than there is room for in the input.
 */
class HostileInputTest {
  private static final int SMALLEST_SOCKET_BYTES = 16 + 72;
  private static final int SMALLEST_LINE_BYTES = 76;
  private static final String HEADER = "  sl  local_address rem_address   st tx_queue rx_queue\n";
  private static final Set<Integer> PORTS = Set.copyOf(allPorts());
  private static final Ports ALL_PORTS = new Ports(PORTS);

  private static Path net;
  private static ProcTable table;

  /** A place in the bytes, and what comes there. */
  record Change(int at, byte[] bytes) {}

  @BeforeContainer
  static void makeDirectory() throws IOException {
    net = Files.createTempDirectory("hostile-proc-net");
    table = new ProcTable(net.toFile());
  }

  @Property(tries = 5000)
  void survivesAnyDatagram(@ForAll byte[] bytes) {
    readEverything(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
  }

  @Property(tries = 5000)
  void survivesADatagramOfAKernelThatWasChanged(
      @ForAll("recordings") int recording, @ForAll("changes") List<Change> changes)
      throws IOException {
    byte[] bytes = Datagram.recorded(recording).array();

    readEverything(ByteBuffer.wrap(changed(bytes, changes)).order(ByteOrder.LITTLE_ENDIAN));
  }

  @Property(tries = 1000)
  void survivesADatagramOfAKernelThatWasCutShort(
      @ForAll("recordings") int recording, @ForAll("places") int length) throws IOException {
    ByteBuffer bytes = Datagram.recorded(recording);
    bytes.limit(Math.min(length, bytes.limit()));

    readEverything(bytes);
  }

  private static void readEverything(ByteBuffer datagram) {
    List<KernelSocket> live = new ArrayList<>();
    List<KernelSocket> gone = new ArrayList<>();
    DiagAnswer answer = new DiagAnswer();

    answer.read(datagram, Datagram.SEQUENCE, ALL_PORTS, live);
    answer.readGone(datagram, ALL_PORTS, gone);

    assertThat(live).hasSizeLessThanOrEqualTo(datagram.limit() / SMALLEST_SOCKET_BYTES);
    assertThat(gone).hasSizeLessThanOrEqualTo(datagram.limit() / SMALLEST_SOCKET_BYTES);
  }

  @Property(tries = 1000)
  void survivesAnyTable(@ForAll byte[] bytes) throws IOException {
    readTable(bytes);
  }

  @Property(tries = 1000)
  void survivesATableOfAKernelThatWasChanged(@ForAll("changes") List<Change> changes)
      throws IOException {
    byte[] recorded = Files.readAllBytes(Path.of("src/test/resources/proc/net/tcp"));
    int header = new String(recorded, US_ASCII).indexOf('\n') + 1;
    byte[] lines = Arrays.copyOfRange(recorded, header, recorded.length);

    readTable(changed(lines, changes));
  }

  private static void readTable(byte[] lines) throws IOException {
    Files.deleteIfExists(net.resolve("tcp")); // a file that is overwritten waits for the disk
    Files.write(net.resolve("tcp"), (HEADER + new String(lines, ISO_8859_1)).getBytes(ISO_8859_1));
    long skipped = table.skippedLines();

    List<KernelSocket> sockets = table.read(PORTS);

    assertThat(sockets).hasSizeLessThanOrEqualTo(lines.length / SMALLEST_LINE_BYTES);
    assertThat(table.skippedLines() - skipped).isLessThanOrEqualTo(lines.length + 1);
  }

  private static byte[] changed(byte[] original, List<Change> changes) {
    byte[] bytes = original.clone();
    for (Change change : changes) {
      for (int i = 0; i < change.bytes().length; i++) {
        bytes[(change.at() + i) % bytes.length] = change.bytes()[i];
      }
    }
    return bytes;
  }

  @Provide
  Arbitrary<Integer> recordings() {
    return Arbitraries.integers().between(0, 6);
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, 4096);
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(8);
    return Combinators.combine(places(), bytes).as(Change::new).list().ofMaxSize(20);
  }

  private static Set<Integer> allPorts() {
    Set<Integer> ports = new HashSet<>();
    for (int port = 1; port < 65536; port++) {
      ports.add(port);
    }
    return ports;
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    Files.deleteIfExists(net.resolve("tcp"));
    Files.delete(net);
  }
}
