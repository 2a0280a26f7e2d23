package dev.sshpulse.config;

/** {@code host:port}, {@code [v6]:port} or {@code off}; nothing is resolved here. */
final class ListenAddressText {
  private static final int HIGHEST_PORT = 65535;
  private static final int MOST_PORT_DIGITS = 5;

  private ListenAddressText() {}

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with what was expected
   */
  static ListenAddress parse(String text) {
    if (text.equalsIgnoreCase("off")) {
      return ListenAddress.off("");
    }
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw notAnAddress();
    }
    return ListenAddress.on(host(text.substring(0, colon)), port(text.substring(colon + 1)));
  }

  private static String host(String text) {
    if (text.startsWith("[") && text.endsWith("]") && isV6(text.substring(1, text.length() - 1))) {
      return text.substring(1, text.length() - 1);
    }
    if (isV6(text)) {
      throw new IllegalArgumentException("an IPv6 address stands in brackets, such as [::1]:9922");
    }
    if (!isName(text)) {
      throw notAnAddress();
    }
    return text;
  }

  private static int port(String text) {
    if (isNumber(text) && text.length() <= MOST_PORT_DIGITS) {
      int port = Integer.parseInt(text);
      if (port <= HIGHEST_PORT) {
        return port;
      }
    }
    throw new IllegalArgumentException("a port is 0 to 65535");
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && Values.leadingDigits(text) == text.length();
  }

  /** Hexadecimal digits, colons and dots; what follows a percent sign names a network interface. */
  private static boolean isV6(String text) {
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c != ':' && c != '.' && !isHexadecimal(c)) {
        return false;
      }
    }
    return address.indexOf(':') >= 0 && (zone < 0 || isName(text.substring(zone + 1)));
  }

  private static boolean isHexadecimal(char c) {
    return Values.isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isNameCharacter(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || Values.isDigit(c)
        || c == '.'
        || c == '-'
        || c == '_';
  }

  private static IllegalArgumentException notAnAddress() {
    return new IllegalArgumentException("host:port such as 127.0.0.1:9922, or off");
  }
}
