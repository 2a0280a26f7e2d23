package dev.sshpulse.conversations;

/** Something that a library has said, on its way from an application's thread to ours. */
abstract class Utterance {
  final Object speaker;
  final long nanos = System.nanoTime();

  /**
   * Said now.
   *
   * @param speaker the library's own object; let go as soon as this has arrived
   */
  Utterance(Object speaker) {
    this.speaker = speaker;
  }

  abstract void reach(Conversations conversations);
}
