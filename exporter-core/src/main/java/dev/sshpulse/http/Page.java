package dev.sshpulse.http;

/** The landing page: needs nothing from anywhere else. */
final class Page {

  private Page() {}

  static String landing(String version) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>sshpulse</title>
        <style>body { font: 16px/1.5 sans-serif; margin: 2em; max-width: 40em }</style>
        </head>
        <body>
        <h1>sshpulse VERSION</h1>
        <p>Watches the SSH connections of this process.</p>
        <ul>
        <li><a href="metrics">Metrics</a>, for Prometheus</li>
        <li><a href="api/v1/connections">Connections</a> that live, as JSON</li>
        <li><a href="api/v1/endings">Endings</a>, the last 1,000 and what caused them, as JSON</li>
        <li><a href="api/v1/hooks">Hooks</a>, what can be observed here and what cannot, as JSON</li>
        <li><a href="-/healthy">Health</a></li>
        <li><a href="-/ready">Readiness</a></li>
        </ul>
        </body>
        </html>
        """
        .replace("VERSION", escaped(version));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      escape(text.charAt(i), escaped);
    }
    return escaped.toString();
  }

  private static void escape(char c, StringBuilder into) {
    switch (c) {
      case '<' -> into.append("&lt;");
      case '>' -> into.append("&gt;");
      case '&' -> into.append("&amp;");
      case '"' -> into.append("&quot;");
      case '\'' -> into.append("&#39;");
      default -> into.append(c);
    }
  }
}
