package dev.sshpulse.telemetry;

import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Protocol;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketCounts;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.model.Verdict;
import java.util.HashMap;
import java.util.Map;

/** Counts that a test sets; 0 at first. */
public final class Figures implements SocketCounts {

  private final Map<String, Long> values = new HashMap<>();

  Figures active(Side side, long value) {
    return set("active" + side, value);
  }

  Figures sigpipes(Side side, long value) {
    return set("sigpipes" + side, value);
  }

  Figures receivedBytes(Side side, long value) {
    return set("received" + side, value);
  }

  Figures failures(Protocol protocol, Operation operation, SocketError error, long value) {
    return set("" + protocol + operation + error, value);
  }

  @Override
  public long active(Side side) {
    return get("active" + side);
  }

  @Override
  public long recognised(Side side) {
    return get("recognised" + side);
  }

  @Override
  public long ended(Side side) {
    return get("ended" + side);
  }

  @Override
  public long failed(Side side, Verdict verdict) {
    return get("" + side + verdict);
  }

  @Override
  public long receivedBytes(Side side) {
    return get("received" + side);
  }

  @Override
  public long sentBytes(Side side) {
    return get("sent" + side);
  }

  @Override
  public long sigpipes(Side side) {
    return get("sigpipes" + side);
  }

  @Override
  public long failures(Protocol protocol, Operation operation, SocketError error) {
    return get("" + protocol + operation + error);
  }

  private Figures set(String key, long value) {
    values.put(key, value);
    return this;
  }

  private long get(String key) {
    return values.getOrDefault(key, 0L);
  }
}
