package dev.sshpulse.probe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.FileSystems;
import java.util.logging.LogManager;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;

/**
 * Sets in its main what the JDK reads once, and tells whose wishes came true.
 *
 * <p>Argument: {@code v4} prefers IPv4's stack, anything else IPv6's addresses. Ends with its
 * input.
 */
public final class ConfiguredInMain {
  private static boolean builderUsed;

  private ConfiguredInMain() {}

  public static void main(String[] arguments) throws Exception {
    boolean v4 = arguments[0].equals("v4");
    System.setProperty(v4 ? "java.net.preferIPv4Stack" : "java.net.preferIPv6Addresses", "true");
    System.setProperty("java.util.logging.manager", Logs.class.getName());
    System.setProperty("javax.management.builder.initial", Builder.class.getName());
    System.setProperty(
        "java.nio.file.spi.DefaultFileSystemProvider", OwnFileSystemProvider.class.getName());
    System.setProperty(
        "java.nio.channels.spi.SelectorProvider", OwnSelectorProvider.class.getName());

    System.out.println("IPv6 sockets: " + hasIpv6());
    System.out.println("localhost: " + localhost());
    System.out.println("channels: " + SelectorProvider.provider().getClass().getSimpleName());
    System.out.println("logs: " + LogManager.getLogManager().getClass().getSimpleName());
    System.out.println("files: " + FileSystems.getDefault().provider().getClass().getSimpleName());
    ManagementFactory.getPlatformMBeanServer();
    System.out.println("beans: " + builderUsed + ".");
    System.in.read();
  }

  private static boolean hasIpv6() throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET6)) {
      return channel.isOpen();
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  private static String localhost() throws UnknownHostException {
    return InetAddress.getLoopbackAddress().getHostAddress();
  }

  /** The application's log manager. */
  public static final class Logs extends LogManager {}

  /** The application's builder of MBean servers. */
  public static final class Builder extends MBeanServerBuilder {
    @Override
    public MBeanServer newMBeanServer(
        String domain, MBeanServer outer, MBeanServerDelegate delegate) {
      builderUsed = true;
      return super.newMBeanServer(domain, outer, delegate);
    }
  }
}
