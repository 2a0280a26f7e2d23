package dev.sshpulse.packed.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.OpenSsh;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sidecar that is killed and started again, whatever happens meanwhile. */
class RestartIT {
  private static final int STEADY = 4;
  private static final int KILLS = 3;
  private static final String LOGINS =
      "ssh_auth_attempts_total{method=\"publickey\",side=\"server\"}";

  @TempDir Path directory;
  @TempDir Path state;

  private final ForgetfulNat nat = new ForgetfulNat("restart");
  private final Deque<Session> open = new ArrayDeque<>();
  private OpenSsh openSsh;

  @Test
  void losesNothingThatKernelAndLogStillHaveAndCountsNothingTwice() throws Exception {
    try (OpenSsh server = new OpenSsh(nat.servers(), ForgetfulNat.SERVERS, directory)) {
      openSsh = server;
      server.serve("MaxStartups 100");
      logIn(STEADY);
      assertCountsOverRestarts();
    } finally {
      open.forEach(Session::close);
      nat.close();
    }
  }

  private void assertCountsOverRestarts() throws Exception {
    try (Sidecar first = sidecar()) {
      first.assertActive("server", STEADY);
      assertThat(first.total("server")).as("those found open are not new").isZero();
      logIn(2);
      awaitLogins(first, 2);
      assertThat(first.total("server")).isEqualTo(2);
    } // by SIGKILL
    logIn(3);
    open.remove().close();
    try (Sidecar second = sidecar()) {
      second.assertActive("server", STEADY + 2 + 3 - 1);
      assertThat(second.total("server")).isZero();
      awaitLogins(second, 3);
      logIn(1);
      awaitLogins(second, 3 + 1);
      assertThat(second.total("server")).isEqualTo(1);
    }
  }

  @Test
  void isRightAgainAfterBeingKilledAtAnyMoment() throws Exception {
    try (OpenSsh server = new OpenSsh(nat.servers(), ForgetfulNat.SERVERS, directory)) {
      openSsh = server;
      server.serve("MaxStartups 100");
      AtomicInteger logins = new AtomicInteger();
      double counted = 0;
      for (int i = 0; i < KILLS; i++) {
        counted += lifeAmidChanges(Duration.ofMillis(150L * i), logins);
        assertThat(counted).as("logins counted").isLessThanOrEqualTo(logins.get());
      }
      try (Sidecar last = sidecar()) {
        last.assertActive("server", open.size());
        assertThat(last.total("server")).isZero();
        assertThat(last.scrape().sum("sshpulse_errors_total")).isZero();
      }
    } finally {
      open.forEach(Session::close);
      nat.close();
    }
  }

  /**
   * One life that ends while connections come and go.
   *
   * @return logins that it told of
   */
  private double lifeAmidChanges(Duration after, AtomicInteger logins) throws Exception {
    AtomicBoolean going = new AtomicBoolean(true);
    Thread changes = new Thread(() -> comeAndGo(going, logins), "changes");
    double told;
    try (Sidecar sidecar = sidecar()) {
      changes.start();
      int before = logins.get();
      await().atMost(HostJvm.PATIENCE).until(() -> logins.get() > before + 1);
      await().pollDelay(after).until(() -> true);
      told = sidecar.scrape().value(LOGINS);
    }
    going.set(false);
    changes.join();
    return told;
  }

  private void comeAndGo(AtomicBoolean going, AtomicInteger logins) {
    while (going.get()) {
      logins.addAndGet(1);
      logIn(1);
      if (open.size() > STEADY) {
        open.remove().close();
      }
    }
  }

  private Sidecar sidecar() {
    return Sidecar.on(
            nat.servers(),
            "" + OpenSsh.PORT,
            "SSHPULSE_SIDECAR_SSHD_LOG=" + openSsh.log(),
            "SSHPULSE_SIDECAR_STATE=" + state.resolve("position"))
        .awaitStart();
  }

  private void logIn(int sessions) {
    List<Session> begun = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      List<String> command = openSsh.logInAnd(Session.COMMAND, ForgetfulNat.SERVERS, OpenSsh.PORT);
      begun.add(new Session(nat.clients(), command));
    }
    begun.forEach(session -> open.add(session.awaitLogin()));
  }

  private static void awaitLogins(Sidecar sidecar, int logins) {
    await()
        .atMost(HostJvm.PATIENCE)
        .untilAsserted(() -> assertThat(sidecar.scrape().value(LOGINS)).isEqualTo(logins));
  }
}
