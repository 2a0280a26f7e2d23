package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Says for each line of input whether the bridge is free and, where it is, how often woven code
 * calls it during one SSH connection. Needs {@code java.lang} open.
 */
public final class BridgeWatch {
  private static final byte[] HELLO = "SSH-2.0-probe\r\n".getBytes(StandardCharsets.US_ASCII);

  private BridgeWatch() {}

  public static void main(String[] arguments) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    System.out.println("ready.");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(line + ": " + look() + ".");
    }
  }

  private static String look() throws Exception {
    Class<?> bridge = Class.forName("java.lang.SshpulseBridge");
    if (!(Boolean) method(bridge, "claim").invoke(null)) {
      connect();
      return "taken";
    }
    AtomicInteger heard = new AtomicInteger();
    Class<?> listener = Class.forName("java.lang.SshpulseBridge$Listener");
    Object counting =
        Proxy.newProxyInstance(
            BridgeWatch.class.getClassLoader(),
            new Class<?>[] {listener},
            (proxy, called, values) -> {
              heard.incrementAndGet();
              Class<?> type = called.getReturnType();
              return type == boolean.class ? (Object) false : type == long.class ? 0L : null;
            });
    method(bridge, "listen", listener).invoke(null, counting);
    heard.set(0); // it was asked for the time
    connect();
    method(bridge, "release").invoke(null);
    return "free, heard " + heard;
  }

  private static Method method(Class<?> type, String name, Class<?>... parameters)
      throws NoSuchMethodException {
    Method method = type.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return method;
  }

  private static void connect() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort());
        Socket server = listening.accept()) {
      say(client.getOutputStream(), server.getInputStream());
      say(server.getOutputStream(), client.getInputStream());
    }
  }

  private static void say(OutputStream to, InputStream from) throws Exception {
    to.write(HELLO);
    from.readNBytes(HELLO.length);
  }
}
