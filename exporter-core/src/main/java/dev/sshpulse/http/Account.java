package dev.sshpulse.http;

/** Pays for what a caller costs. */
interface Account {

  /**
   * Callers from loopback: whoever can run something here takes the processor without asking us.
   */
  Account BOTTOMLESS =
      new Account() {
        @Override
        public boolean allows() {
          return true;
        }

        @Override
        public void pay(long bytes) {}

        @Override
        public void payForTime(long nanos) {}
      };

  /** Whether one request may be answered; it is paid. */
  boolean allows();

  /** Bytes that come or go, or were made to. */
  void pay(long bytes);

  /** Time of the processor that was more than a request's. */
  void payForTime(long nanos);
}
