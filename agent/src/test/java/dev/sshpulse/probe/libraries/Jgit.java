package dev.sshpulse.probe.libraries;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.ssh.jsch.JschConfigSessionFactory;
import org.eclipse.jgit.transport.ssh.jsch.OpenSshConfig;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;

/**
 * Clones with JGit, by publickey. Takes {@code mina-sshd} or {@code jsch}, the port, the user, the
 * method, the file of the key, and the repository and the new folder, parted by a blank.
 */
final class Jgit implements BiFunction<List<String>, Consumer<String>, String> {

  @Override
  public String apply(List<String> words, Consumer<String> out) {
    String[] paths = words.get(5).split(" ");
    String from = "ssh://%s@127.0.0.1:%s%s".formatted(words.get(2), words.get(1), paths[0]);
    File to = new File(paths[1]);
    SshSessionFactory factory = factory(words.get(0), Path.of(words.get(4)), to.getParentFile());
    try (Git git =
        Git.cloneRepository()
            .setURI(from)
            .setDirectory(to)
            .setTransportConfigCallback(
                transport -> ((SshTransport) transport).setSshSessionFactory(factory))
            .call()) {
      out.accept(git.log().call().iterator().next().getShortMessage());
      return "0";
    } catch (Exception | LinkageError e) {
      return "lost " + e + " of " + e.getCause();
    }
  }

  private static SshSessionFactory factory(String library, Path key, File home) {
    return library.equals("jsch") ? new OnJsch(key) : onMina(key, home);
  }

  private static SshSessionFactory onMina(Path key, File home) {
    return new SshdSessionFactoryBuilder()
        .setPreferredAuthentications("publickey")
        .setHomeDirectory(home)
        .setSshDirectory(home)
        .setDefaultIdentities(directory -> List.of(key))
        .setServerKeyDatabase((directory, other) -> new Trusting())
        .build(null);
  }

  private static final class Trusting implements ServerKeyDatabase {
    @Override
    public List<PublicKey> lookup(
        String address, InetSocketAddress remote, Configuration configuration) {
      return List.of();
    }

    @Override
    public boolean accept(
        String address,
        InetSocketAddress remote,
        PublicKey key,
        Configuration configuration,
        CredentialsProvider provider) {
      return true;
    }
  }

  private static final class OnJsch extends JschConfigSessionFactory {
    private final Path key;

    OnJsch(Path key) {
      this.key = key;
    }

    @Override
    protected JSch createDefaultJSch(FS files) throws JSchException {
      JSch jsch = new JSch();
      jsch.addIdentity(key.toString());
      return jsch;
    }

    @Override
    protected void configure(OpenSshConfig.Host host, Session session) {
      session.setConfig("StrictHostKeyChecking", "no");
      session.setConfig("PreferredAuthentications", "publickey");
    }
  }
}
