package dev.sshpulse.sshd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of made-up configurations is what the sshd of this machine says of them. */
class SshdItselfTest {
  private static final int CONFIGURATIONS = 60;

  private static final String[] LINES = {
    "ClientAliveInterval 10",
    "clientaliveinterval=1m30s",
    "ClientAliveInterval \"2h\" # long",
    "ClientAliveInterval 0",
    "ClientAliveCountMax 1",
    "ClientAliveCountMax = 0",
    "ClientAliveCountMax '7'",
    "Match User a",
    "Match user a address 10.0.0.1",
    "Match Address 10.0.0.1 # one",
    "Match all",
    "MATCH ALL # of them",
    "Include %s/sub/*.conf",
    "Include \"%s/sub/1.conf\" %s/none",
    "X11Forwarding no",
    "",
    "# ClientAliveInterval 99",
    "\tMaxAuthTries 3",
  };

  /** Refused behind a Match, so they come first, or in a block that always applies. */
  private static final String[] GLOBAL_LINES = {
    "Port 2222",
    "Port=2223",
    "ListenAddress 127.0.0.1",
    "ListenAddress [::1]:2224",
    "ListenAddress 127.0.0.1:2225",
    "TCPKeepAlive no",
    "KeepAlive yes",
    "LoginGraceTime 1m",
  };

  /** Root's sshd insists on a directory that only the system's own sshd would make. */
  private static final List<String> WITH_ITS_DIRECTORY =
      List.of(
          "unshare",
          "--mount",
          "sh",
          "-c",
          "mount -t tmpfs none /run && mkdir /run/sshd && exec \"$@\"",
          "sh");

  @TempDir private Path directory;
  private List<String> sshd;
  private Path main;

  @BeforeEach
  void findSshd() throws Exception {
    sshd = List.of(program("sshd"));
    String keys = program("ssh-keygen");
    main = directory.resolve("sshd_config");
    Files.createDirectory(directory.resolve("sub"));
    run(List.of(keys, "-q", "-t", "ed25519", "-N", "", "-f", directory.resolve("key").toString()));
    Files.writeString(main, "HostKey " + directory.resolve("key"));
    if (says("z", "10.9.9.9").isEmpty()) {
      sshd = Stream.concat(WITH_ITS_DIRECTORY.stream(), sshd.stream()).toList();
    }
    assumeTrue(!says("z", "10.9.9.9").isEmpty(), "sshd -T fails: make /run/sshd to run this");
  }

  @Test
  void agreesOnMadeUpConfigurations() throws Exception {
    Random random = new Random(22);
    int refused = 0;
    int variants = 0;
    for (int i = 0; i < CONFIGURATIONS; i++) {
      write(random);
      Map<String, Set<String>> said = says("z", "10.9.9.9");
      if (said.isEmpty()) {
        refused++;
      }
      variants += check(said);
    }

    assertThat(refused).as("configurations that sshd took").isLessThan(CONFIGURATIONS / 2);
    assertThat(variants).as("Match blocks compared").isGreaterThan(CONFIGURATIONS / 4);
  }

  private void write(Random random) throws IOException {
    List<String> lines = some(random, GLOBAL_LINES, 3);
    lines.addAll(some(random, LINES, 8));
    lines.addAll(some(random, GLOBAL_LINES, random.nextInt(8) / 7));
    lines.add(0, "HostKey " + directory.resolve("key"));
    Files.write(main, lines);
    for (int file = 1; file <= 2; file++) {
      Files.write(directory.resolve("sub/" + file + ".conf"), withoutIncludes(random));
    }
  }

  private List<String> withoutIncludes(Random random) {
    return some(random, LINES, 4).stream().filter(line -> !line.startsWith("Include")).toList();
  }

  private List<String> some(Random random, String[] from, int count) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(from[random.nextInt(from.length)].replace("%s", directory.toString()));
    }
    return some;
  }

  private int check(Map<String, Set<String>> said) throws Exception {
    SshdConfig config;
    try {
      config = SshdConfig.read(main.toString(), this::read, this::matching);
    } catch (IOException e) {
      assertThat(said).as("what sshd says of what is refused: %s", e.getMessage()).isEmpty();
      return 0;
    }
    assertThat(said).as("what sshd says of %s", all()).isNotEmpty();
    assertThat(ports(said)).as(all()).isEqualTo(config.ports());
    assertThat(said.get("tcpkeepalive")).containsExactly(config.tcpKeepAlive() ? "yes" : "no");
    assertThat(said.get("logingracetime")).containsExactly("" + config.loginGraceSeconds());
    checkClientAlive(said, config.clientAlive());
    for (SshdConfig.Variant variant : config.variants()) {
      String criteria = variant.criteria().toLowerCase(Locale.ROOT);
      checkClientAlive(
          says(
              criteria.contains("user a") ? "a" : "z",
              criteria.contains("10.0.0.1") ? "10.0.0.1" : "10.9.9.9"),
          variant.clientAlive());
    }
    return config.variants().size();
  }

  private void checkClientAlive(Map<String, Set<String>> said, ClientAliveSettings read)
      throws IOException {
    assertThat(said.get("clientaliveinterval"))
        .as(all())
        .containsExactly("" + read.intervalSeconds());
    assertThat(said.get("clientalivecountmax")).as(all()).containsExactly("" + read.countMax());
  }

  private static Set<Integer> ports(Map<String, Set<String>> said) {
    Set<Integer> ports = new TreeSet<>();
    for (String address : said.get("listenaddress")) {
      ports.add(Integer.valueOf(address.substring(address.lastIndexOf(':') + 1)));
    }
    return ports;
  }

  private String all() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String path : List.of("sshd_config", "sub/1.conf", "sub/2.conf")) {
      all.append(path).append(":\n").append(read(directory.resolve(path).toString()));
    }
    return all.toString();
  }

  /** By keyword; empty if it refuses the file. */
  private Map<String, Set<String>> says(String user, String address) throws Exception {
    String connection = "user=%s,host=h,addr=%s,laddr=127.0.0.1,lport=22".formatted(user, address);
    Map<String, Set<String>> said = new LinkedHashMap<>();
    List<String> question = List.of("-T", "-f", main.toString(), "-C", connection);
    String text = run(Stream.concat(sshd.stream(), question.stream()).toList());
    for (String line : text.lines().toList()) {
      String[] keywordAndValue = line.split(" ", 2);
      said.computeIfAbsent(keywordAndValue[0], unused -> new TreeSet<>())
          .add(keywordAndValue[keywordAndValue.length - 1]);
    }
    return said;
  }

  /** What it prints; empty if it fails. */
  private String run(List<String> command) throws Exception {
    File out = directory.resolve("out").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0 ? Files.readString(out.toPath()) : "";
  }

  private String read(String path) throws IOException {
    return Files.readString(Path.of(path), UTF_8);
  }

  private List<String> matching(String pattern) throws IOException {
    if (!pattern.endsWith("*.conf")) {
      return Files.exists(Path.of(pattern)) ? List.of(pattern) : List.of();
    }
    try (Stream<Path> files = Files.list(directory.resolve("sub"))) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private static String program(String name) {
    String path = System.getenv("PATH") + ":/usr/sbin";
    String found =
        Arrays.stream(path.split(":"))
            .map(folder -> new File(folder, name))
            .filter(File::canExecute)
            .map(File::getPath)
            .findFirst()
            .orElse(null);
    assumeTrue(found != null, "missing: " + name + " (Debian: openssh-server)");
    return found;
  }
}
