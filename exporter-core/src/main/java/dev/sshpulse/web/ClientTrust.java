package dev.sshpulse.web;

import dev.sshpulse.model.AddressLiteral;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Judges the certificates of clients. */
final class ClientTrust extends X509ExtendedTrustManager {
  private static final int IP_ADDRESS = 7;

  private final @Nullable X509ExtendedTrustManager authorities;
  private final List<String> names;

  /**
   * @param authorities who must have signed it; null: anybody
   * @param names of which it must have one; empty: any
   */
  ClientTrust(@Nullable X509ExtendedTrustManager authorities, List<String> names) {
    this.authorities = authorities;
    this.names = names;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (authorities != null) {
      authorities.checkClientTrusted(chain, authType, engine);
    }
    checkName(chain[0]);
  }

  private void checkName(X509Certificate certificate) throws CertificateException {
    if (names.isEmpty()) {
      return;
    }
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
      if (isAllowed((Integer) alternative.get(0), alternative.get(1))) {
        return;
      }
    }
    throw new CertificateException("no name of it is among client_allowed_sans");
  }

  private boolean isAllowed(int type, Object name) {
    for (String allowed : names) {
      if (name.equals(allowed) || (type == IP_ADDRESS && isSameAddress(name, allowed))) {
        return true;
      }
    }
    return false;
  }

  /** One address of IPv6 can be written in many ways. */
  private static boolean isSameAddress(Object name, String allowed) {
    InetAddress address = AddressLiteral.address(name.toString());
    return address != null && address.equals(AddressLiteral.address(allowed));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("asked by an engine only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("asked by an engine only");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("of clients only");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("of clients only");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("of clients only");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
  }
}
