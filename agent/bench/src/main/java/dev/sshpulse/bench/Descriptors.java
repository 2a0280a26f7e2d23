package dev.sshpulse.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import sun.nio.ch.DirectBuffer;

/** The file descriptors of an open loopback connection, and memory to have read from. */
final class Descriptors implements Closeable {

  /** More than the bridge looks at before it takes a connection for something else than SSH. */
  private static final int PAST_EARLY = 64 * 1024;

  private final SocketChannel nearChannel;
  private final SocketChannel farChannel;
  private final FileDescriptor near;
  private final FileDescriptor far;
  private final ByteBuffer memory = ByteBuffer.allocateDirect(4096);
  private final long address;
  private final IOException brokenPipe = new IOException("Broken pipe");

  private Descriptors() throws IOException, ReflectiveOperationException {
    try (ServerSocketChannel listening = ServerSocketChannel.open()) {
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      nearChannel = SocketChannel.open(listening.getLocalAddress());
      farChannel = listening.accept();
    }
    near = descriptor(nearChannel);
    far = descriptor(farChannel);
    address = ((DirectBuffer) memory).address();
  }

  static Descriptors ofSsh() throws IOException, ReflectiveOperationException {
    return new Descriptors().exchange("SSH-2.0-bench\r\n");
  }

  static Descriptors ofSomethingElse() throws IOException, ReflectiveOperationException {
    return new Descriptors().exchange("GET / HTTP/1.1\r\n");
  }

  private Descriptors exchange(String first) throws IOException {
    move(nearChannel, farChannel, first.getBytes(US_ASCII));
    move(farChannel, nearChannel, first.getBytes(US_ASCII));
    for (int moved = 0; moved < PAST_EARLY; moved += 1024) {
      move(nearChannel, farChannel, new byte[1024]);
      move(farChannel, nearChannel, new byte[1024]);
    }
    return this;
  }

  private static void move(SocketChannel from, SocketChannel to, byte[] bytes) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(bytes.length);
    from.write(ByteBuffer.wrap(bytes));
    while (in.hasRemaining()) {
      to.read(in);
    }
  }

  private static FileDescriptor descriptor(SocketChannel channel)
      throws ReflectiveOperationException {
    Field field = channel.getClass().getDeclaredField("fd");
    field.setAccessible(true);
    return (FileDescriptor) field.get(channel);
  }

  FileDescriptor near() {
    return near;
  }

  FileDescriptor far() {
    return far;
  }

  /** Where the bytes of a call would be. */
  long address() {
    return address;
  }

  IOException brokenPipe() {
    return brokenPipe;
  }

  @Override
  public void close() throws IOException {
    nearChannel.close();
    farChannel.close();
  }
}
