package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void readsWhatItHasWritten() {
    Tally tally = new Tally();
    tally.add(Seen.BROKEN_PIPE);
    tally.add(Seen.BROKEN_PIPE);

    Tally read = Tally.parse(tally.line());

    assertThat(read.count(Seen.BROKEN_PIPE)).isEqualTo(2);
    assertThat(read.count(Seen.REFUSED)).isZero();
  }

  @Test
  void waitsForWhatHappensInAnotherThread() throws Exception {
    Tally tally = new Tally();
    Thread other = new Thread(() -> tally.add(Seen.REFUSED));
    other.start();

    tally.await(Seen.REFUSED, 1);

    assertThat(tally.count(Seen.REFUSED)).isEqualTo(1);
    other.join();
  }
}
