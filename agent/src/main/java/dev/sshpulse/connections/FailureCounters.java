package dev.sshpulse.connections;

import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Protocol;
import dev.sshpulse.model.SocketError;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One counter for each protocol, operation and error that can occur. */
final class FailureCounters {
  private final Map<Protocol, Map<Operation, Map<SocketError, LongAdder>>> counters =
      new EnumMap<>(Protocol.class);

  FailureCounters() {
    for (Protocol protocol : Protocol.values()) {
      Map<Operation, Map<SocketError, LongAdder>> byOperation = new EnumMap<>(Operation.class);
      for (Operation operation : Operation.values()) {
        byOperation.put(operation, adders(operation));
      }
      counters.put(protocol, byOperation);
    }
  }

  private static Map<SocketError, LongAdder> adders(Operation operation) {
    Map<SocketError, LongAdder> adders = new EnumMap<>(SocketError.class);
    for (SocketError error : operation.errors()) {
      adders.put(error, new LongAdder());
    }
    return adders;
  }

  void increment(Protocol protocol, Operation operation, SocketError error) {
    LongAdder adder = find(protocol, operation, operation.possible(error));
    if (adder != null) {
      adder.increment();
    }
  }

  long get(Protocol protocol, Operation operation, SocketError error) {
    LongAdder adder = find(protocol, operation, error);
    return adder == null ? 0 : adder.sum();
  }

  private @Nullable LongAdder find(Protocol protocol, Operation operation, SocketError error) {
    Map<Operation, Map<SocketError, LongAdder>> byOperation = counters.get(protocol);
    Map<SocketError, LongAdder> byError = byOperation == null ? null : byOperation.get(operation);
    return byError == null ? null : byError.get(error);
  }
}
