package dev.sshpulse.runtime;

import dev.sshpulse.model.AddressText;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import java.net.InetSocketAddress;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * An ending as JFR shows it. Names of fields are what applications and scripts ask for. JFR has its
 * own {@code duration}, so the connection's is {@code lifetime}.
 */
@Name("dev.sshpulse.ConnectionEnding")
@Label("SSH Connection Ending")
@Description("An SSH connection of this JVM is over: what ended it, and who started that")
@Category("sshpulse")
@StackTrace(false)
final class ConnectionEnding extends Event {

  @Label("Connection Id")
  final long id;

  @Label("Side")
  @Description("client or server")
  final String side;

  @Label("Cause")
  final String cause;

  @Label("Initiator")
  @Description("local, peer, network or unknown")
  final String initiator;

  @Label("Failed")
  @Description("Whether it failed, as opposed to having been closed in order")
  final boolean failed;

  @Label("Ended At")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  final long endedAt;

  @Label("Lifetime")
  @Description("From its recognition as SSH to its end")
  @Timespan(Timespan.MILLISECONDS)
  final long lifetime;

  @Label("Idle")
  @Description("The silence before the first byte or probe that was never answered")
  @Timespan(Timespan.MILLISECONDS)
  final long idle;

  @Label("Detection")
  @Description("From there until an error told somebody")
  @Timespan(Timespan.MILLISECONDS)
  final long detection;

  @Label("Received")
  @DataAmount(DataAmount.BYTES)
  final long receivedBytes;

  @Label("Sent")
  @DataAmount(DataAmount.BYTES)
  final long sentBytes;

  @Label("Local Address")
  final @Nullable String local;

  @Label("Peer Address")
  final @Nullable String peer;

  @Label("Look First")
  final String lookFirst;

  @Label("Retry")
  @Description("Whether a new connection is worth a try")
  final String retry;

  ConnectionEnding(Ending ending) {
    Cause named = ending.cause();
    id = ending.connection().id();
    side = ending.connection().side().label();
    cause = named.label();
    initiator = ending.initiator().label();
    failed = named.failed();
    endedAt = ending.at().toEpochMilli();
    lifetime = ending.duration().toMillis();
    idle = ending.idle().toMillis();
    detection = ending.detection().toMillis();
    receivedBytes = ending.receivedBytes();
    sentBytes = ending.sentBytes();
    local = text(ending.connection().local());
    peer = text(ending.connection().peer());
    lookFirst = named.lookFirst();
    retry = named.newConnection().label();
  }

  private static @Nullable String text(@Nullable InetSocketAddress address) {
    return address == null ? null : AddressText.of(address);
  }
}
