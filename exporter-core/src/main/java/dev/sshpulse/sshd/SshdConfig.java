package dev.sshpulse.sshd;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * What an sshd_config comes to, of what matters here.
 *
 * @param clientAlive for connections to which no Match block applies, or only {@code Match all}
 * @param variants for those to which one of these applies, and no other
 * @param tcpKeepAlive whether sshd asks for TCP's keepalive
 * @param loginGraceSeconds until when a client must have logged in; 0: any time
 * @param ports on which it listens
 * @param notes what sshd accepts in silence and a person may not have meant
 */
public record SshdConfig(
    ClientAliveSettings clientAlive,
    List<Variant> variants,
    boolean tcpKeepAlive,
    long loginGraceSeconds,
    Set<Integer> ports,
    List<String> notes) {

  /**
   * What a Match block changes. Whether it applies depends on the connection.
   *
   * @param criteria as in the file; those of an enclosing block, that included the file, first
   */
  public record Variant(String criteria, ClientAliveSettings clientAlive) {}

  /** Where the text of a file comes from. */
  public interface Reading {
    /**
     * The whole text.
     *
     * @throws IOException if it cannot be had; the message says why and names the file
     */
    String read(String path) throws IOException;
  }

  /** Where the names of files come from. */
  public interface Matching {
    /**
     * The files that a pattern of glob(7) matches, in lexical order; empty if none.
     *
     * @throws IOException if they cannot be listed; the message says why and names the folder
     */
    List<String> matching(String pattern) throws IOException;
  }

  /**
   * Reads a file and what it includes. The name of an included file that is not absolute is taken
   * to be in the folder of the first, which is {@code /etc/ssh} for sshd.
   *
   * @throws IOException if one cannot be read, or if sshd would refuse it: then it is not known
   *     what is in force. The message names file, line and value
   */
  public static SshdConfig read(String path, Reading reading, Matching matching)
      throws IOException {
    SshdConfigReader reader = new SshdConfigReader(path, reading, matching);
    reader.read();
    return reader.settings().config(reader.notes());
  }
}
