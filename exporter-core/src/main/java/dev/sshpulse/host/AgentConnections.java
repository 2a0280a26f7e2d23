package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.stream.JsonReader;
import dev.sshpulse.model.AddressLiteral;
import dev.sshpulse.model.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections that an agent lists, those that live or those that have ended.
 *
 * @param sides by the agent's own end and its peer's
 * @param unnamed listed without addresses: over a Unix socket, or hidden from who asked
 * @param leftOut beyond what is listed
 */
record AgentConnections(Map<TcpAddresses, Side> sides, long unnamed, long leftOut) {

  /**
   * Reads the document.
   *
   * @param list the member that has them: {@code connections} or {@code endings}
   * @throws LocalGet.OtherServerException if it is another, or a sidecar's
   * @throws IOException if it is cut short
   */
  static AgentConnections read(InputStream body, String list) throws IOException {
    Document document = new Document(list);
    // Not closed: the socket is its caller's.
    document.read(new JsonReader(new InputStreamReader(body, UTF_8)));
    return new AgentConnections(document.sides, document.unnamed, document.leftOut);
  }

  private static final class Document {
    private final Map<TcpAddresses, Side> sides = new HashMap<>();
    private final String list;
    private boolean listed;
    private long unnamed;
    private long leftOut;

    Document(String list) {
      this.list = list;
    }

    private void read(JsonReader json) throws IOException {
      try {
        json.beginObject();
        while (json.hasNext()) {
          member(json, json.nextName());
        }
        json.endObject();
      } catch (IllegalStateException | NumberFormatException e) {
        throw new LocalGet.OtherServerException("it answers other JSON than an agent does");
      }
      if (!listed) {
        throw new LocalGet.OtherServerException("it answers other JSON than an agent does");
      }
    }

    private void member(JsonReader json, String name) throws IOException {
      if (name.equals(list)) {
        connections(json);
      } else if (name.equals("left_out")) {
        leftOut = Math.max(0, json.nextLong());
      } else if (name.equals("observer")) {
        observer(json.nextString());
      } else {
        json.skipValue();
      }
    }

    /** Two sidecars that each left out what the other counts would count nothing between them. */
    private static void observer(String observer) throws IOException {
      if (observer.equals("sidecar")) {
        throw new LocalGet.OtherServerException("it is a sidecar, not an agent");
      }
    }

    private void connections(JsonReader json) throws IOException {
      listed = true;
      json.beginArray();
      while (json.hasNext()) {
        connection(json);
      }
      json.endArray();
    }

    private void connection(JsonReader json) throws IOException {
      Side side = null;
      InetSocketAddress local = null;
      InetSocketAddress peer = null;
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "side" -> side = side(json.nextString());
          case "local" -> local = AddressLiteral.of(json.nextString());
          case "peer" -> peer = AddressLiteral.of(json.nextString());
          default -> json.skipValue();
        }
      }
      json.endObject();
      if (side == null || local == null || peer == null) {
        unnamed++;
      } else {
        sides.put(TcpAddresses.of(local, peer), side);
      }
    }

    private static @Nullable Side side(String label) {
      for (Side side : Side.values()) {
        if (side.label().equals(label)) {
          return side;
        }
      }
      return null;
    }
  }
}
