package dev.sshpulse.packed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies what comes out of a pipe to a file, but only while it is open; it is at first. */
final class Tap {
  private boolean open = true;
  private boolean idle;

  /** Begins, and goes on until the pipe ends. */
  void copy(InputStream from, Path to) {
    Thread copying = new Thread(() -> copyWhileOpen(from, to), "tap");
    copying.setDaemon(true);
    copying.start();
  }

  private void copyWhileOpen(InputStream from, Path to) {
    byte[] some = new byte[8192];
    try (OutputStream file = Files.newOutputStream(to)) {
      awaitOpen();
      for (int n = from.read(some); n >= 0; n = from.read(some)) {
        file.write(some, 0, n);
        awaitOpen();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(to.toString(), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized void awaitOpen() throws InterruptedException {
    while (!open) {
      idle = true;
      wait();
    }
    idle = false;
  }

  /** Shuts it; a last buffer still comes through before it {@link #isIdle}. */
  synchronized void shut() {
    open = false;
  }

  /** Whether what goes into the pipe stays there until it is opened. */
  synchronized boolean isIdle() {
    return idle && !open;
  }

  synchronized void open() {
    open = true;
    notifyAll();
  }
}
