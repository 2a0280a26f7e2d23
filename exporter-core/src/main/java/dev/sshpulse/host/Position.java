package dev.sshpulse.host;

/**
 * How far a file was read.
 *
 * @param offset of the first line that was not handed over, in bytes
 * @param fingerprint of what is around: where another file got the number, or the same one was
 *     begun anew, it is not the same
 */
record Position(FileId file, long offset, String fingerprint) {

  static Position beginningOf(FileId file) {
    return new Position(file, 0, LogFile.FINGERPRINT_OF_NOTHING);
  }
}
