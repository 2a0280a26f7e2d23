package dev.sshpulse.connections;

/**
 * What a socket had said and heard at one moment. Made on application threads: nothing but a copy
 * of figures.
 */
final class LastWords {
  final long activity;
  final long heard;
  final long asked;
  final long silence;
  final boolean heardSince;
  final boolean acknowledged;

  LastWords(Traffic traffic) {
    activity = traffic.lastActivityMillis();
    heard = traffic.lastReceivedMillis();
    asked = traffic.askedMillis();
    silence = traffic.silenceMillis();
    heardSince = traffic.heardSince();
    acknowledged = traffic.acknowledged() >= traffic.sent() && traffic.writingMillis() == 0;
  }
}
