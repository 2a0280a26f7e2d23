package dev.sshpulse.web;

import dev.sshpulse.config.NearestName;
import dev.sshpulse.config.OneLine;
import java.io.IOException;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The server's side of TLS, by the JDK's own provider. */
public final class Tls {
  private static final char[] NO_PASSWORD = {};

  /** The JDK would keep 20,480 for a day, with the certificates of clients, in the host's heap. */
  private static final int SESSIONS_REMEMBERED = 64;

  private static final int SECONDS_REMEMBERED = 600;

  /** Go's names of the curves, and the JDK's. */
  private static final Map<String, String> CURVES =
      Map.of(
          "CurveP256", "secp256r1",
          "CurveP384", "secp384r1",
          "CurveP521", "secp521r1",
          "X25519", "x25519");

  private final SSLContext context;
  private final SSLParameters parameters;
  private final boolean namesClients;

  private Tls(SSLContext context, SSLParameters parameters, boolean namesClients) {
    this.context = context;
    this.parameters = parameters;
    this.namesClients = namesClients;
  }

  /**
   * Whom to let in.
   *
   * @param authorities empty: nobody's signature is asked for
   * @param names empty: any
   */
  record Clients(ClientAuth auth, List<X509Certificate> authorities, List<String> names) {
    private boolean areNamed() {
      return auth.required && auth.verified && !names.isEmpty();
    }
  }

  /**
   * Puts it together.
   *
   * @param section where the rest of it stands, and where a fault is told
   */
  static Tls of(
      Section section,
      List<X509Certificate> chain,
      PrivateKey key,
      Clients clients,
      List<String> versions)
      throws WebConfigException {
    try {
      SSLContext context = context();
      context.init(keys(chain, key), new TrustManager[] {trust(clients)}, null);
      context.getServerSessionContext().setSessionCacheSize(SESSIONS_REMEMBERED);
      context.getServerSessionContext().setSessionTimeout(SECONDS_REMEMBERED);
      SSLParameters parameters = parameters(section, context, versions);
      parameters.setWantClientAuth(clients.auth().asks());
      if (clients.auth().required) {
        parameters.setNeedClientAuth(true);
      }
      return new Tls(context, parameters, clients.areNamed());
    } catch (GeneralSecurityException | IOException e) {
      if (e instanceof WebConfigException fault) {
        throw fault;
      }
      throw section.fault("cert_file", "Java's TLS cannot use it: " + OneLine.of(e.toString()));
    }
  }

  /** The application may have put another provider first, perhaps one of native code. */
  private static SSLContext context() throws GeneralSecurityException {
    Provider own = Security.getProvider("SunJSSE");
    return own == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", own);
  }

  private static KeyManager[] keys(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    KeyStore store = store();
    store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static ClientTrust trust(Clients clients) throws GeneralSecurityException, IOException {
    return new ClientTrust(
        clients.auth().verified ? authorities(clients.authorities()) : null, clients.names());
  }

  private static X509ExtendedTrustManager authorities(List<X509Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = store();
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("client-ca-" + i, certificates.get(i));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    // The application may have switched revocation on for itself, which asks servers elsewhere.
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
    parameters.setRevocationEnabled(false);
    factory.init(new CertPathTrustManagerParameters(parameters));
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static SSLParameters parameters(
      Section section, SSLContext context, List<String> versions) throws WebConfigException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    List<String> spoken = Arrays.asList(engine.getEnabledProtocols());
    String[] protocols = versions.stream().filter(spoken::contains).toArray(String[]::new);
    if (protocols.length == 0) {
      throw section.fault("max_version", "this Java speaks none of them, only " + spoken);
    }
    parameters.setProtocols(protocols);
    parameters.setCipherSuites(ciphers(section, Arrays.asList(engine.getEnabledCipherSuites())));
    parameters.setUseCipherSuitesOrder(section.truth("prefer_server_cipher_suites", true));
    setCurves(section, parameters);
    return parameters;
  }

  /** As in Go, those of TLS 1.3 are not for choosing. */
  private static String[] ciphers(Section section, List<String> enabled) throws WebConfigException {
    List<String> asked = section.texts("cipher_suites");
    if (asked.isEmpty()) {
      return enabled.toArray(new String[0]);
    }
    List<String> ciphers = new ArrayList<>(asked);
    for (String cipher : asked) {
      if (!enabled.contains(cipher)) {
        throw section.fault(
            "cipher_suites",
            "this Java has no "
                + Quotable.word(cipher)
                + " or has it switched off; did you mean "
                + NearestName.of(cipher, enabled)
                + "?");
      }
    }
    enabled.stream()
        .filter(cipher -> !cipher.contains("_WITH_") && !asked.contains(cipher))
        .forEach(ciphers::add);
    return ciphers.toArray(new String[0]);
  }

  private static void setCurves(Section section, SSLParameters parameters)
      throws WebConfigException {
    List<String> groups = new ArrayList<>();
    for (String curve : section.texts("curve_preferences")) {
      String group = CURVES.get(curve);
      if (group == null) {
        throw section.fault(
            "curve_preferences",
            Quotable.word(curve) + " is none of " + CURVES.keySet().stream().sorted().toList());
      }
      groups.add(group);
    }
    if (!groups.isEmpty()) {
      setGroups(section, parameters, groups);
    }
  }

  /** The method is there from Java 20 on. */
  private static void setGroups(Section section, SSLParameters parameters, List<String> groups)
      throws WebConfigException {
    try {
      Method setter = SSLParameters.class.getMethod("setNamedGroups", String[].class);
      setter.invoke(parameters, (Object) groups.toArray(new String[0]));
    } catch (ReflectiveOperationException e) {
      throw section.fault(
          "curve_preferences", "needs Java 20 or newer, and this is an older one: leave it out");
    }
  }

  /** For one connection. */
  public SSLEngine newEngine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /**
   * Whether everybody who has come in is somebody the file names: by a certificate that {@code
   * client_allowed_sans} lists and a {@code client_ca} has signed.
   */
  public boolean namesClients() {
    return namesClients;
  }

  /** For those who tell what holds: never the key. */
  @Override
  public String toString() {
    @Nullable String[] protocols = parameters.getProtocols();
    return "Tls" + Arrays.toString(protocols);
  }
}
