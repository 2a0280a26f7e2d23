package dev.sshpulse.model;

/** An authentication method by its name in RFC 4252, 4256 or 4462. A metric label: closed. */
public enum AuthMethod {
  /** RFC 4252 section 7, and OpenSSH's variant that names the server's key. */
  PUBLICKEY("publickey"),
  /** RFC 4252 section 8. */
  PASSWORD("password"),
  /** RFC 4256. */
  KEYBOARD_INTERACTIVE("keyboard-interactive"),
  /** RFC 4252 section 9. */
  HOSTBASED("hostbased"),
  /** RFC 4462 section 3. */
  GSSAPI_WITH_MIC("gssapi-with-mic"),
  /** Any other name, whatever a peer may invent. */
  OTHER("other");

  private final String label;

  AuthMethod(String label) {
    this.label = label;
  }

  /** The value of the label {@code method}. */
  public String label() {
    return label;
  }

  /** The method of this name. */
  public static AuthMethod of(String name) {
    if (name.equals("publickey-hostbound-v00@openssh.com")) {
      return PUBLICKEY;
    }
    for (AuthMethod method : values()) {
      if (method.label.equals(name)) {
        return method;
      }
    }
    return OTHER;
  }
}
