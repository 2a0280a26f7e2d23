package dev.sshpulse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebConfigFileTest {
  /** Of the password {@code secret}. */
  static final String HASH = "$2b$04$Zq7H/rzKNPOjNJz0uLZQ6eRgRJNTrNRNJVj0BSXlqyV3NzQ/NVWAi";

  private static final String PAIR = "cert_file: server.pem\n  key_file: server.key\n";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeCertificates() throws IOException {
    file = folder.resolve("web.yml");
    Files.writeString(folder.resolve("server.pem"), TestKeys.of("EC").certificate);
    Files.writeString(folder.resolve("server.key"), TestKeys.of("EC").key);
    Files.writeString(folder.resolve("ca.pem"), TestKeys.of("RSA").certificate);
    Files.writeString(folder.resolve("other.key"), TestKeys.of("RSA").key);
  }

  private WebConfig read(String text) throws IOException {
    Files.writeString(file, text);
    return new WebConfigFile(file.toString()).read();
  }

  private WebConfig tls(String lines) throws IOException {
    return read("tls_server_config:\n  " + PAIR + "  " + lines.replace("\n", "\n  ") + "\n");
  }

  private static SSLEngine engine(WebConfig config) {
    return config.tls().newEngine();
  }

  @Test
  void speaksTls12And13AndAsksForNoCertificateUnlessToldOtherwise() throws Exception {
    SSLEngine engine = engine(tls(""));

    assertThat(engine.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
    assertThat(engine.getUseClientMode()).isFalse();
    assertThat(engine.getNeedClientAuth()).isFalse();
    assertThat(engine.getWantClientAuth()).isFalse();
    assertThat(engine.getSSLParameters().getUseCipherSuitesOrder()).isTrue();
  }

  @Test
  void takesPathsFromItsOwnFolder() throws Exception {
    Files.createDirectory(folder.resolve("below"));
    file = folder.resolve("below/web.yml");

    WebConfig config =
        read("tls_server_config: {cert_file: ../server.pem, key_file: ../server.key}\n");

    assertThat(config.tls()).isNotNull();
  }

  @Test
  void takesCertificateAndKeyInline() throws Exception {
    String text =
        "tls_server_config:\n  cert: |\n%s  key: |\n%s"
            .formatted(TestKeys.of("EC").certificate.indent(4), TestKeys.of("EC").key.indent(4));

    assertThat(read(text).tls()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void takesEachKindOfKey(String algorithm) throws Exception {
    Files.writeString(folder.resolve("server.pem"), TestKeys.of(algorithm).certificate);
    Files.writeString(folder.resolve("server.key"), TestKeys.of(algorithm).key);

    assertThat(tls("").tls()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"RSA, RSA PRIVATE KEY", "EC, EC PRIVATE KEY"})
  void takesAKeyAsItWasWrittenBeforePkcs8(String algorithm, String label) throws Exception {
    TestKeys keys = TestKeys.of(algorithm);
    Files.writeString(folder.resolve("server.pem"), keys.certificate);
    Files.writeString(folder.resolve("server.key"), "made by hand\n" + keys.unwrapped(label));

    assertThat(tls("").tls()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "TLS12, TLS12, TLSv1.2",
    "TLS13, TLS13, TLSv1.3",
    "TLS10, TLS12, TLSv1.2",
  })
  void speaksTheVersionsThatAreAskedForAndThatJavaHasOn(String min, String max, String spoken)
      throws Exception {
    SSLEngine engine = engine(tls("min_version: " + min + "\nmax_version: " + max));

    assertThat(engine.getEnabledProtocols()).containsExactly(spoken);
  }

  @Test
  void takesCipherSuitesForTls12AndLeavesThoseOfTls13() throws Exception {
    SSLEngine engine =
        engine(
            tls(
                "cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]\n"
                    + "prefer_server_cipher_suites: false"));

    assertThat(engine.getEnabledCipherSuites())
        .startsWith("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
        .contains("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384")
        .doesNotContain("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    assertThat(engine.getSSLParameters().getUseCipherSuitesOrder()).isFalse();
  }

  @Test
  void takesCurvesWhereJavaCanAndSaysWhereItCannot() throws Exception {
    String lines = "curve_preferences: [X25519, CurveP256]";

    if (Runtime.version().feature() >= 20) {
      assertThat(tls(lines).tls()).isNotNull();
    } else {
      assertThatThrownBy(() -> tls(lines)).hasMessageContaining("needs Java 20 or newer");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NoClientCert, false, false, false",
    "RequestClientCert, true, false, false",
    "RequireAnyClientCert, false, true, false",
    "RequireClientCert, false, true, false",
    "VerifyClientCertIfGiven, true, false, true",
    "RequireAndVerifyClientCert, false, true, true",
  })
  void asksForACertificateAsGoDoes(String type, boolean wants, boolean needs, boolean verifies)
      throws Exception {
    String authorities = verifies ? "\nclient_ca_file: ca.pem" : "";

    WebConfig config = tls("client_auth_type: " + type + authorities);

    assertThat(engine(config).getWantClientAuth()).isEqualTo(wants);
    assertThat(engine(config).getNeedClientAuth()).isEqualTo(needs);
    assertThat(config.tls().namesClients()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"RequireAndVerifyClientCert, true", "RequireAnyClientCert, false"})
  void knowsAClientByNameOnlyWhereSomebodyVouchesForIt(String type, boolean named)
      throws Exception {
    WebConfig config =
        tls(
            "client_auth_type: %s\nclient_ca_file: ca.pem\nclient_allowed_sans: [prometheus]"
                .formatted(type));

    assertThat(config.tls().namesClients()).isEqualTo(named);
  }

  @Test
  void takesTheClientsAuthorityInline() throws Exception {
    String inline = "client_ca: |\n" + TestKeys.of("RSA").certificate.indent(2);

    assertThat(tls("client_auth_type: RequireAndVerifyClientCert\n" + inline).tls()).isNotNull();
  }

  @Test
  void takesHeadersAndHttp2() throws Exception {
    WebConfig config =
        read(
            """
            http_server_config:
              http2: true
              headers:
                Content-Security-Policy: "default-src 'self'"
                Strict-Transport-Security: max-age=31536000
                X-Content-Type-Options: nosniff
                X-Frame-Options: deny
                X-XSS-Protection:
            """);

    assertThat(config.headers())
        .isEqualTo(
            Map.of(
                "Content-Security-Policy", "default-src 'self'",
                "Strict-Transport-Security", "max-age=31536000",
                "X-Content-Type-Options", "nosniff",
                "X-Frame-Options", "deny"));
    assertThat(config.tls()).isNull();
    assertThat(config.users()).isNull();
    assertThat(config.rateLimit()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "100ms, 100000000",
    "1s, 1000000000",
    "1m30s, 90000000000",
    "1.5s, 1500000000",
    "2h, 7200000000000",
    "5000, 5000",
  })
  void takesARateLimit(String interval, long nanos) throws Exception {
    WebConfig config = read("rate_limit: {interval: " + interval + ", burst: 3}\n");

    assertThat(config.rateLimit()).isEqualTo(new RateLimit(nanos, 3));
  }

  @Test
  void hasNoRateLimitWithoutAnInterval() throws Exception {
    assertThat(read("rate_limit: {interval: 0, burst: 3}\n").rateLimit()).isNull();
  }

  @Test
  void takesUsers() throws Exception {
    Users users = read("basic_auth_users: {alice: '" + HASH + "'}\n").users();

    assertThat(users.secretOf("alice")).isEqualTo(HASH);
    assertThat(users.secretOf("bob")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "tls_server: {} | line 1: tls_server: is no key here; did you mean tls_server_config?",
        "tls_server_config: {cert_fle: x} | line 1: tls_server_config.cert_fle: is no key here; did"
            + " you mean cert_file?",
        "basic_auth: {a: b} | line 1: basic_auth: is no key here; did you mean basic_auth_users?",
        "http_server_config: {http3: true} | line 1: http_server_config.http3: is no key here; did"
            + " you mean http2?",
        "http_server_config: {http2: perhaps} | line 1: http_server_config.http2: true or false is"
            + " expected",
        "http_server_config: {headers: {Server: x}} | line 1: http_server_config.headers.Server: is"
            + " no key here; did you mean",
        "http_server_config: {headers: {X-Frame-Options: maybe}} | line 1:"
            + " http_server_config.headers.X-Frame-Options: deny or sameorigin is expected",
        "rate_limit: {interval: soon, burst: 1} | line 1: rate_limit.interval: a duration such as"
            + " 100ms, 1s or 1m30s is expected",
        "rate_limit: {interval: 1s} | line 1: rate_limit.burst: a whole number from 1 on",
        "rate_limit: {interval: 1s, burst: 0} | line 1: rate_limit.burst: a whole number from 1 on",
        "rate_limit: {interval: 1s, bust: 1} | line 1: rate_limit.bust: is no key here; did you mean"
            + " burst?",
        "basic_auth_users: {alice: hunter2} | line 1: basic_auth_users.alice: is no bcrypt hash"
            + " ($2a$, $2b$ or $2y$): htpasswd -nBC 10 NAME makes one",
        "basic_auth_users: {alice: } | line 1: basic_auth_users: a user without a hash",
        "basic_auth_users: | line 1: basic_auth_users: key: value is expected below it; leave it out"
            + " where nothing is meant",
        "tls_server_config: | line 1: tls_server_config: key: value is expected below it",
        "basic_auth_users: [alice] | line 1: basic_auth_users: key: value is expected below it",
        "basic_auth_users: {alice: [x]} | line 1: basic_auth_users.alice: one value is expected",
        "\"\" | is empty: one of tls_server_config",
        "just words | is empty: one of tls_server_config",
        "a: [ | line 2: is no YAML",
      })
  void saysWhatIsWrongAndWhere(String text, String message) {
    assertThatThrownBy(() -> read(text + "\n"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("http.web-config " + file + ": " + message)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "min_version: TLS9 | tls_server_config.min_version: 'TLS9' is none; did you mean TLS10?",
        "max_version: TLS11 | tls_server_config.max_version: is below min_version",
        "client_auth_type: Require | tls_server_config.client_auth_type: 'Require' is none; did you"
            + " mean",
        "client_auth_type: RequireAndVerifyClientCert | RequireAndVerifyClientCert needs"
            + " client_ca_file or client_ca",
        "client_ca_file: ca.pem | tls_server_config.client_auth_type: is missing; client_ca has no"
            + " effect",
        "client_allowed_sans: [a] | tls_server_config.client_allowed_sans: has an effect only with",
        "client_allowed_sans: a | tls_server_config.client_allowed_sans: a list is expected",
        "cipher_suites: [TLS_RSA_WITH_NULL_MD5] | tls_server_config.cipher_suites: this Java has no"
            + " 'TLS_RSA_WITH_NULL_MD5' or has it switched off; did you mean",
        "curve_preferences: [P256] | tls_server_config.curve_preferences: 'P256' is none of",
        "prefer_server_cipher_suites: 3 | true or false is expected",
        "cert: x | there is cert_file too: leave one of them out",
        "cert_file: other.pem | tls_server_config.cert_file: is there twice",
      })
  void saysWhatIsWrongWithTls(String lines, String message) {
    assertThatThrownBy(() -> tls(lines)).hasMessageContaining(message);
  }

  @Test
  void saysWhichVersionsJavaHasOnWhereNoneIsLeft() {
    assertThatThrownBy(() -> tls("min_version: TLS10\nmax_version: TLS11"))
        .hasMessageContaining(
            "max_version: this Java speaks none of them, only [TLSv1.3, TLSv1.2]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cert_file: server.pem | key_file: is missing; it names a file with PEM",
        "key_file: server.key | cert_file: is missing; it names a file with PEM",
        "cert_file: no.pem, key_file: server.key | cert_file: no.pem: no such file",
        "cert_file: ., key_file: server.key | cert_file: .: not a regular file",
        "cert_file: server.key, key_file: server.key | cert_file: server.key has no certificate:"
            + " -----BEGIN CERTIFICATE----- is expected",
        "cert_file: server.pem, key_file: server.pem | key_file: server.pem has no key: -----BEGIN"
            + " PRIVATE KEY----- is expected",
        "cert_file: server.pem, key_file: other.key | key_file: other.key has no key that belongs to"
            + " the certificate of server.pem",
      })
  void saysWhatIsWrongWithCertificateAndKey(String pairs, String message) {
    assertThatThrownBy(() -> read("tls_server_config: {" + pairs + "}\n"))
        .hasMessageContaining("line 1: tls_server_config." + message);
  }

  @ParameterizedTest
  @CsvSource({
    "ENCRYPTED PRIVATE KEY, ''",
    "RSA PRIVATE KEY, 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n'",
  })
  void saysThatNobodyIsHereToTypeAPassphrase(String label, String headers) throws Exception {
    String key =
        "-----BEGIN " + label + "-----\n" + headers + "AAAA\n-----END " + label + "-----\n";
    Files.writeString(folder.resolve("server.key"), key);

    assertThatThrownBy(() -> tls("")).hasMessageContaining("has a key under a passphrase");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "basic_auth_users: {admin:hunter2} | line 1: basic_auth_users: a user's name has",
        "basic_auth_users: {'admin:hunter2': x} | line 1: basic_auth_users: a user's name has",
        "basic_auth_users: {hunter2} | line 1: basic_auth_users: a user without a hash",
        "basic_auth_users: {admin hunter2: x} | line 1: basic_auth_users: is no bcrypt hash",
        "basic_auth_users: {$2y$10$hunter2: x} | line 1: basic_auth_users: is no bcrypt hash",
        "basic_auth_users: {admin hunter2: [x]} | line 1: basic_auth_users: one value is expected",
        "basic_auth_users: {admin: *hunter2} | line 1: is no YAML",
        "basic_auth_users: {admin: &hunter2 } } | line 1: is no YAML",
        "basic_auth_users: {admin: !hunter2! x} | line 1: is no YAML",
        "basic_auth_users: 'hunter2 | line 2: is no YAML",
        "%hunter2 | line 2: is no YAML",
        "hunter2: $2y$: 1 | line 1: is no YAML",
        "admin:$2y$hunter2: | line 1: a key: is no key here; did you mean",
        "tls_server_config: {cert:hunter2} | line 1: tls_server_config: is no key here",
        "rate_limit: {interval: hunter2, burst: 1} | line 1: rate_limit.interval: a duration",
        "http_server_config: {http2: hunter2} | line 1: http_server_config.http2: true or false",
      })
  void quotesNothingThatMayBeASecretInTheWrongPlace(String text, String message) {
    assertThatThrownBy(() -> read(text + "\n"))
        .hasMessageStartingWith("http.web-config " + file + ": " + message)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key_file",
        "cert_file",
        "client_auth_type: RequireAndVerifyClientCert\nclient_ca_file",
        "min_version",
        "client_auth_type",
        "prefer_server_cipher_suites",
      })
  void quotesNothingOfAKeyThatStandsWhereItDoesNotBelong(String where) {
    String key = TestKeys.of("EC").key;
    String inOneLine = key.replaceAll("-----.*-----|\n", "");
    String pair = "cert_file: server.pem\nkey_file: server.key\n".replaceAll(where + ".*\n", "");

    String withSlashes = inOneLine.replaceAll("(.{30}).", "$1/");

    for (String misplaced :
        List.of("|\n" + key.indent(2), "\"" + key + "\"", inOneLine, withSlashes)) {
      assertThatThrownBy(
              () ->
                  read("tls_server_config:\n" + (pair + where + ": " + misplaced + "\n").indent(2)))
          .hasMessageStartingWith("http.web-config " + file + ": line ")
          .message()
          .doesNotContain(key.lines().toList().get(1).substring(0, 20), "-----");
    }
  }

  @Test
  void quotesNoKeyAmongCiphersAndCurves() {
    String key = TestKeys.of("EC").key.replaceAll("-----.*-----|\n", "");

    for (String list : List.of("cipher_suites", "curve_preferences")) {
      assertThatThrownBy(() -> tls(list + ": [" + key + "]"))
          .hasMessageContaining(list + ": ")
          .hasMessageNotContaining(key.substring(0, 20));
    }
  }

  @Test
  void saysAllOfItHoweverLongThePathIs() throws Exception {
    Path deep = folder.resolve("x".repeat(100)).resolve("y".repeat(100));
    Files.createDirectories(deep);
    file = deep.resolve("web.yml");

    assertThatThrownBy(() -> read("rate_limit: {interval: 1s}"))
        .hasMessageEndingWith("or nobody is ever answered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAA", "????", ""})
  void quotesNothingOfAKeyThatItCannotRead(String body) throws Exception {
    String key = "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    Files.writeString(folder.resolve("server.key"), key);

    assertThatThrownBy(() -> tls(""))
        .hasMessageContaining("key_file: server.key has")
        .hasMessageNotContaining("????");
  }

  @Test
  void saysWhereACertificateIsCutShort() throws Exception {
    String whole = TestKeys.of("EC").certificate;
    Files.writeString(folder.resolve("server.pem"), whole.substring(0, whole.length() / 2));

    assertThatThrownBy(() -> tls(""))
        .hasMessageContaining("server.pem has a certificate that cannot be read");
  }

  @ParameterizedTest
  @CsvSource({"'$2b$03$', 3", "'$2b$19$', 19"})
  void refusesACostThatProtectsNobodyOrTakesForEver(String start, int cost) {
    String hash = start + HASH.substring(7);

    assertThatThrownBy(() -> read("basic_auth_users: {alice: '" + hash + "'}\n"))
        .hasMessageContaining("basic_auth_users.alice: has the cost " + cost + ": from 4 to 18")
        .hasMessageNotContaining(hash);
  }

  @Test
  void saysWhereThereIsNoSuchFile() {
    String missing = folder.resolve("none.yml").toString();

    assertThatThrownBy(() -> new WebConfigFile(missing).read())
        .hasMessage("http.web-config " + missing + ": no such file");
    assertThatThrownBy(() -> WebConfigWatch.check(folder.toString()))
        .hasMessage("http.web-config " + folder + ": not a regular file");
  }

  @Test
  void knowsWhichFilesItNeeds() throws Exception {
    Files.writeString(
        file,
        "tls_server_config:\n  "
            + PAIR
            + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n");
    WebConfigFile config = new WebConfigFile(file.toString());

    config.read();

    assertThat(config.files().stream().map(path -> path.getFileName().toString()))
        .containsExactlyInAnyOrderElementsOf(
            List.of("web.yml", "server.pem", "server.key", "ca.pem"));
  }
}
