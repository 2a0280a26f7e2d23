package dev.sshpulse.diagnosis;

/** What an SSH library knew at 15 s of an {@link Observed} connection: that all was well. */
final class Words {
  private long since;
  private boolean keysInUse = true;
  private Integer disconnect;
  private boolean sent;
  private boolean authRefused;
  private boolean channelsOpen;
  private boolean keepAlivePending;
  private OwnReason ownReason;

  Words at(long millis) {
    since = millis;
    return this;
  }

  Words beforeKeys() {
    keysInUse = false;
    return this;
  }

  Words received(int reason) {
    disconnect = reason;
    return at(15_000);
  }

  Words sent(int reason) {
    sent = true;
    return received(reason);
  }

  Words refused() {
    authRefused = true;
    return this;
  }

  Words channelsOpen() {
    channelsOpen = true;
    return this;
  }

  Words keepAlivePending() {
    keepAlivePending = true;
    return this;
  }

  Words gaveUp(OwnReason reason) {
    ownReason = reason;
    return at(15_000);
  }

  Said said() {
    return new Said(
        since, keysInUse, disconnect, sent, authRefused, channelsOpen, keepAlivePending, ownReason);
  }
}
