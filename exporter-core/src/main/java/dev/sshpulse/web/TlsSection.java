package dev.sshpulse.web;

import dev.sshpulse.config.NearestName;
import java.io.ByteArrayInputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reads {@code tls_server_config}, with the files that it names. */
final class TlsSection {
  private static final List<String> VERSIONS = List.of("TLS10", "TLS11", "TLS12", "TLS13");

  private final Section section;
  private final Path directory;
  private final Set<Path> files;

  /**
   * @param directory that relative paths begin at
   * @param files to which those that are read are added
   */
  TlsSection(Section section, Path directory, Set<Path> files) throws WebConfigException {
    this.section =
        section.knowing(
            "cert",
            "cert_file",
            "key",
            "key_file",
            "client_ca",
            "client_ca_file",
            "client_auth_type",
            "client_allowed_sans",
            "min_version",
            "max_version",
            "cipher_suites",
            "prefer_server_cipher_suites",
            "curve_preferences");
    this.directory = directory;
    this.files = files;
  }

  Tls read() throws WebConfigException {
    Content certificates = content("cert");
    Content key = content("key");
    List<X509Certificate> chain = certificates(certificates);
    Tls.Clients clients = clients();
    return Tls.of(section, chain, privateKey(key, chain.get(0), certificates), clients, versions());
  }

  /**
   * A text, and where it stands.
   *
   * @param source the file's name where it is one, or else empty
   */
  private record Content(String key, String source, String text) {}

  /** From the key, or from the file that {@code …_file} names. */
  private Content content(String key) throws WebConfigException {
    String file = key + "_file";
    String path = section.text(file);
    String text = section.text(key);
    if (!path.isEmpty() && !text.isEmpty()) {
      throw section.fault(key, "there is " + file + " too: leave one of them out");
    }
    if (path.isEmpty()) {
      if (text.isEmpty()) {
        throw section.fault(file, "is missing; it names a file with PEM");
      }
      return new Content(key, "", text);
    }
    return new Content(file, path, file(file, path));
  }

  private String file(String key, String path) throws WebConfigException {
    try {
      Path resolved = directory.resolve(path);
      files.add(resolved);
      return SmallFile.read(resolved);
    } catch (InvalidPathException e) {
      throw section.fault(key, Quotable.path(path) + ": no path");
    } catch (WebConfigException e) {
      throw section.fault(key, Quotable.path(path) + ": " + e.getMessage());
    }
  }

  private List<X509Certificate> certificates(Content content) throws WebConfigException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Pem pem : Pem.all(content.text())) {
        if (pem.isCertificate()) {
          certificates.add(
              (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(pem.bytes)));
        }
      }
    } catch (CertificateException | IllegalArgumentException e) {
      throw fault(content, "has a certificate that cannot be read");
    }
    if (certificates.isEmpty()) {
      throw fault(content, "has no certificate: -----BEGIN CERTIFICATE----- is expected");
    }
    return certificates;
  }

  private PrivateKey privateKey(Content content, X509Certificate owner, Content certificates)
      throws WebConfigException {
    Pem pem = privateKey(content);
    if (pem.encrypted || pem.label.equals("ENCRYPTED PRIVATE KEY")) {
      throw fault(
          content,
          "has a key under a passphrase, which nobody is here to type:"
              + " openssl pkey -in … -out … writes it without");
    }
    try {
      return PrivateKeys.read(pem, owner.getPublicKey());
    } catch (GeneralSecurityException | RuntimeException e) {
      throw fault(content, "has no key that belongs to the certificate of " + named(certificates));
    }
  }

  private Pem privateKey(Content content) throws WebConfigException {
    try {
      for (Pem pem : Pem.all(content.text())) {
        if (pem.isPrivateKey()) {
          return pem;
        }
      }
    } catch (IllegalArgumentException e) {
      throw fault(content, "has a key that cannot be read");
    }
    throw fault(content, "has no key: -----BEGIN PRIVATE KEY----- is expected");
  }

  private Tls.Clients clients() throws WebConfigException {
    ClientAuth auth = clientAuth();
    boolean hasAuthorities = section.has("client_ca") || section.has("client_ca_file");
    if (hasAuthorities && !auth.asks()) {
      throw section.fault(
          "client_auth_type",
          "is missing; client_ca has no effect without, say," + " RequireAndVerifyClientCert");
    }
    if (auth.verified && !hasAuthorities) {
      throw section.fault("client_auth_type", auth + " needs client_ca_file or client_ca");
    }
    List<String> names = section.texts("client_allowed_sans");
    if (!names.isEmpty() && !auth.required) {
      throw section.fault(
          "client_allowed_sans",
          "has an effect only with client_auth_type: RequireAndVerifyClientCert or"
              + " RequireAnyClientCert");
    }
    return new Tls.Clients(
        auth, hasAuthorities ? certificates(content("client_ca")) : List.of(), names);
  }

  private ClientAuth clientAuth() throws WebConfigException {
    String name = section.text("client_auth_type");
    List<String> known = Arrays.stream(ClientAuth.values()).map(Enum::name).toList();
    if (name.isEmpty()) {
      return ClientAuth.NoClientCert;
    }
    return ClientAuth.valueOf(oneOf("client_auth_type", name, known));
  }

  /** As the JDK calls them. */
  private List<String> versions() throws WebConfigException {
    int first = version("min_version", "TLS12");
    int last = version("max_version", "TLS13");
    if (first > last) {
      throw section.fault("max_version", "is below min_version");
    }
    return List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3").subList(first, last + 1);
  }

  private int version(String key, String otherwise) throws WebConfigException {
    String written = section.text(key);
    return VERSIONS.indexOf(oneOf(key, written.isEmpty() ? otherwise : written, VERSIONS));
  }

  private String oneOf(String key, String written, List<String> known) throws WebConfigException {
    if (!known.contains(written)) {
      throw section.fault(
          key,
          Quotable.word(written)
              + " is none; did you mean "
              + NearestName.of(written, known)
              + "?");
    }
    return written;
  }

  private WebConfigException fault(Content content, String why) {
    return section.fault(content.key(), named(content) + " " + why);
  }

  private static String named(Content content) {
    return content.source().isEmpty() ? "'" + content.key() + "'" : Quotable.path(content.source());
  }
}
