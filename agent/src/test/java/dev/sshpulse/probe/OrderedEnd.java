package dev.sshpulse.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;

/** An end of a connection that speaks SSH, as far as the wire shows. */
final class OrderedEnd {
  private static final byte[] IDENTIFICATION =
      "SSH-2.0-probe\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FEW_BYTES = new byte[64];

  /** Without reading; the rest waits on this side, which has more room. */
  private static final int MORE_THAN_A_PEER_TAKES = 400_000;

  /** Likewise, but more than this side has room for, too. */
  private static final int MEGABYTES_THAT_FIT_NOWHERE = 16;

  private static final int BETWEEN_WRITES_MILLIS = 50;

  private volatile SocketEnd.Listening listening;
  private volatile SocketEnd end;
  private final List<Long> wroteAt = new CopyOnWriteArrayList<>();
  private volatile long lastHeard;
  private volatile long bytesHeard;

  /** Does it, and says what came of it. */
  String obey(String order) throws IOException {
    String[] words = order.split(" ");
    switch (words[0]) {
      case "listen" -> listening = SocketEnd.listen(api(words), address(words));
      case "accept" -> end = listening.accept();
      case "connect" -> end = SocketEnd.connect(api(words), address(words));
      case "introduce" -> introduce(number(words, 1));
      case "write" -> end.write(FEW_BYTES);
      case "write-much" -> end.write(new byte[MORE_THAN_A_PEER_TAKES]);
      case "write-more-than-fits" -> writeMoreThanFits();
      case "write-until-it-fails" -> writeUntilItFails();
      case "read" -> {
        return String.valueOf(end.read(new byte[64], 0));
      }
      case "read-within" -> {
        return String.valueOf(end.read(new byte[64], number(words, 1)));
      }
      case "read-until-it-fails" -> readUntilItFails();
      case "last-heard" -> {
        return String.valueOf(lastHeard);
      }
      case "bytes-heard" -> {
        return String.valueOf(bytesHeard);
      }
      case "wrote-at" -> {
        return String.valueOf(wroteAt.get(number(words, 1) / FEW_BYTES.length));
      }
      case "keep-alive" -> end.set(StandardSocketOptions.SO_KEEPALIVE, true);
      case "keep-alive-after" -> keepAlive(words);
      case "shut-down" -> end.shutdownOutput();
      case "close" -> close();
      case "reset" -> reset();
      case "lose" -> lose();
      default -> throw new IllegalArgumentException(order);
    }
    return "done";
  }

  private static SocketApi api(String[] words) {
    return SocketApi.valueOf(words[1]);
  }

  private static InetSocketAddress address(String[] words) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(words[2]), number(words, 3));
  }

  private static int number(String[] words, int index) {
    return Integer.parseInt(words[index]);
  }

  /** Says who it is, then as many bytes, and reads as much from the other end. */
  private void introduce(int bytes) throws IOException {
    end.write(IDENTIFICATION);
    end.write(new byte[bytes]);
    int missing = IDENTIFICATION.length + bytes;
    while (missing > 0) {
      int n = end.read(new byte[missing], 0);
      if (n < 0) {
        throw new EOFException("the other end closed before it said all");
      }
      missing -= n;
    }
  }

  private void writeMoreThanFits() throws IOException {
    for (int i = 0; i < MEGABYTES_THAT_FIT_NOWHERE; i++) {
      end.write(new byte[1 << 20]);
    }
  }

  /** Keeps when it began each write. */
  private void writeUntilItFails() throws IOException {
    while (true) {
      wroteAt.add(System.nanoTime());
      end.write(FEW_BYTES);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BETWEEN_WRITES_MILLIS));
    }
  }

  /** Also where the stream merely ends. Keeps how much it heard, and when it last did. */
  private void readUntilItFails() throws IOException {
    byte[] into = new byte[FEW_BYTES.length];
    long heard = 0;
    for (int n = end.read(into, 0); n >= 0; n = end.read(into, 0)) {
      lastHeard = System.nanoTime();
      heard += n;
      bytesHeard = heard;
    }
  }

  private void keepAlive(String[] words) throws IOException {
    end.set(StandardSocketOptions.SO_KEEPALIVE, true);
    end.set(ExtendedSocketOptions.TCP_KEEPIDLE, number(words, 1));
    end.set(ExtendedSocketOptions.TCP_KEEPINTERVAL, number(words, 2));
    end.set(ExtendedSocketOptions.TCP_KEEPCOUNT, number(words, 3));
  }

  private void close() throws IOException {
    if (end != null) { // not lost
      end.close();
    }
  }

  private void reset() throws IOException {
    end.set(StandardSocketOptions.SO_LINGER, 0);
    end.close();
  }

  /** Forgets to close; may be said again until the garbage collector has seen it. */
  private void lose() {
    end = null;
    System.gc();
  }
}
