package java.lang;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import sun.nio.ch.Net;

/**
 * The one door between woven code and sshpulse: woven methods of the JDK call it, and it calls at
 * most one listener.
 *
 * <p>It lives in {@code java.lang} so that every class loader sees it. It cannot be replaced in a
 * live JVM, so it is kept small: bytes are counted and SSH is recognised here because that must
 * cost nothing; everything else is the listener's. No method throws what the woven call would not
 * have thrown.
 */
public final class SshpulseBridge {

  /** Told apart from the bridge of another release, which could not be replaced either. */
  public static final int VERSION = 1;

  /** The kinds of call on a descriptor that can fail, as the listener hears them. */
  public static final int READ = 0;

  public static final int WRITE = 1;
  public static final int ACCEPT = 2;

  /** This process connected; a socket without this trait was accepted. */
  public static final int CLIENT = 1;

  /** The socket has IP addresses. */
  public static final int INTERNET = 2;

  /** Not a socket of the application's: an end of a {@code Pipe}, or one of sshpulse's own. */
  public static final int UNWATCHED = 4;

  /** Highest descriptor watched, exclusive: 4,096 pages of 256. */
  public static final int MAX_DESCRIPTORS = 1 << 20;

  private static final int PAGE_BITS = 8;
  private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

  /**
   * A connection that has moved this much in one direction without identifying itself is not SSH.
   */
  private static final int EARLY_BYTES = 4096;

  /** The other end's kernel acknowledges within this time, and is looked at twice within it. */
  private static final long MOVING_MILLIS = 1_000;

  /** {@code IOStatus.EOF} of sun.nio.ch. */
  private static final int END_OF_STREAM = -1;

  private static final Unsafe MEMORY = Unsafe.getUnsafe();
  private static final JavaIOFileDescriptorAccess DESCRIPTORS =
      SharedSecrets.getJavaIOFileDescriptorAccess();
  private static final long OWNER = MEMORY.objectFieldOffset(Slot.class, "owner");

  private static final AtomicReferenceArray<AtomicReferenceArray<Slot>> PAGES =
      new AtomicReferenceArray<>(MAX_DESCRIPTORS >> PAGE_BITS);

  /** The state of recognition after {@code SSH-2.0-} or {@code SSH-1.99-}. */
  private static final byte IDENTIFIED = 19;

  private static boolean claimed;

  private static volatile Listener listener;

  private static volatile boolean used;

  /**
   * Plain: where the stack is at its end, nothing may be called, and a lost count still says that
   * there is one.
   */
  private static int swallowed;

  private static final FileDescriptor[] LOST_CLOSES = new FileDescriptor[1024];
  private static int lostCloses;

  /**
   * Milliseconds on a clock of the listener's; plain on purpose, for a read of it is on every
   * socket call.
   */
  private static long now;

  private SshpulseBridge() {}

  /** What sshpulse implements. Called on application threads, often under a socket's lock. */
  public interface Listener {

    /** Whether the current thread is sshpulse's own, so that its sockets do not count. */
    boolean ours();

    /** The exact time of the clock that {@link SshpulseBridge#tick} moves in steps. */
    long millis();

    /** A descriptor beyond {@link #MAX_DESCRIPTORS} was used; it is not watched. */
    void beyond();

    /** Both ends have spoken, and one of them SSH. Once for a slot. */
    void recognised(Slot slot);

    /**
     * A read, write or accept failed, and nobody here had closed or shut the socket down before.
     */
    void failed(Slot slot, int operation, Throwable thrown);

    /** A connect failed, or somebody here closed the socket meanwhile. */
    void connectFailed(Throwable thrown);

    /**
     * The descriptor is about to be closed. For those recognised; more than once after a failure.
     */
    void closed(Slot slot);

    /**
     * A method of an SSH library has begun, returned or thrown.
     *
     * @param hook which, as its row says
     * @param self the object; null in a static method
     * @param first the result or what was thrown, or else a parameter
     * @param second a parameter
     */
    void library(int hook, Object self, Object first, Object second);
  }

  /**
   * One descriptor from its birth to its close.
   *
   * <p>Read and write may run at the same time, each in one thread: every counter has one writer.
   */
  public static final class Slot {
    /** A cache line, so that two busy descriptors do not slow each other down. */
    private long padding1;

    private long padding2;
    private long padding3;
    private long padding4;
    private long padding5;
    private long padding6;
    private long padding7;
    private long padding8;

    private long received;
    private long sent;
    private long lastReceived;
    private long lastSent;
    private final long opened;

    /** Null while nobody has used a descriptor that was {@link SshpulseBridge#found} open. */
    private FileDescriptor owner;

    private byte matchedIn;
    private byte matchedOut;
    private boolean early = true;
    private boolean identified;
    private int traits;
    private long heard;
    private long asked;
    private long sentBeforeAsked;
    private long silence;
    private long acknowledged;
    private long acknowledgedAt;
    private long writing;
    private volatile boolean closing;
    private volatile boolean shutInput;
    private volatile boolean shutOutput;
    private volatile boolean endOfStream;
    private volatile boolean closed;
    private volatile boolean tired;
    private volatile boolean unseen;

    /** Who closes a socket that nobody owns yet, if it is not one that was closed long ago. */
    private FileDescriptor closer;

    /** Whether it was open before the bridge could see it. */
    private boolean found;

    /** Whether a call of it was seen to fail. */
    private boolean failed;

    /** Whether a read of it that nobody saw has met a reset. */
    private boolean reset;

    private InetAddress peer;
    private int peerPort;
    private InetSocketAddress local;

    /** Not the thread itself: it may lead to the socket, which would then never be collected. */
    private int waiter;

    private long heardByWaiter;
    private final AtomicBoolean ssh = new AtomicBoolean();

    /** Whatever the listener wants to keep with this slot. */
    public volatile Object attachment;

    private Slot(FileDescriptor owner, int traits, long opened) {
      this.owner = owner;
      this.traits = traits;
      this.opened = opened;
    }

    /** Bytes received since the first use. */
    public long received() {
      return received;
    }

    /** Bytes sent since the first use. */
    public long sent() {
      return sent;
    }

    /** When bytes last came in, on the listener's clock; 0 if never. */
    public long lastReceived() {
      return lastReceived;
    }

    /** When bytes last went out, on the listener's clock; 0 if never. */
    public long lastSent() {
      return lastSent;
    }

    /**
     * When this side began to write what nothing has answered: the other end has not spoken since,
     * and has not {@link #acknowledge}d the first byte of it. Where bytes move, and part of them
     * was acknowledged since: when that was. On the listener's clock; 0 if never.
     */
    public long asked() {
      return asked;
    }

    /** How long nothing had moved before {@link #asked}, in milliseconds. */
    public long silence() {
      return silence;
    }

    /** Whether anything has come in since {@link #asked}. */
    public boolean heardSince() {
      return received != heard;
    }

    /** Whether the first byte since {@link #asked} was {@link #acknowledge}d. */
    public boolean acknowledgedSince() {
      return acknowledged > sentBeforeAsked;
    }

    /** Bytes of ours that the other end is known to have acknowledged. */
    public long acknowledged() {
      return acknowledged;
    }

    /**
     * The other end has acknowledged so many bytes, and was last there at this moment on the
     * listener's clock; for one thread of the listener's.
     */
    public void acknowledge(long bytes, long at) {
      acknowledgedAt = at;
      acknowledged = bytes;
    }

    /**
     * Since when a write has not been taken by the kernel, on the listener's clock; 0 while there
     * is none.
     */
    public long writing() {
      return writing;
    }

    /** Whether the descriptor was closed in a way that is not seen here. */
    public boolean unseen() {
      return unseen;
    }

    /** Whether the thread that closes is the one whose read had just run into its time limit. */
    public boolean tired() {
      return tired;
    }

    /** When the descriptor was first used, on the listener's clock. */
    public long opened() {
      return opened;
    }

    /** Whether this process connected; if not, it accepted. */
    public boolean client() {
      return is(CLIENT);
    }

    /**
     * Where this process connected to, or who was accepted; null where that is not known. The
     * socket itself does not know it any more once the connection is dead.
     */
    public InetSocketAddress peer() {
      return peer == null ? null : new InetSocketAddress(peer, peerPort);
    }

    /**
     * Where this end is, once the JDK has asked the kernel for it: it does for every connection,
     * and asking again would be two system calls.
     */
    public InetSocketAddress local() {
      return local;
    }

    /** Whether the socket is known to have IP addresses. */
    public boolean internet() {
      return is(INTERNET);
    }

    /** Whether a read has met the peer's FIN before anybody here closed. */
    public boolean endOfStream() {
      return endOfStream;
    }

    /** Whether the application has closed the socket. */
    public boolean closing() {
      return closing;
    }

    /** Whether the connection was recognised as SSH. */
    public boolean ssh() {
      return ssh.get();
    }

    /**
     * The descriptor while it is open, null afterwards: its number may then belong to another
     * socket. Null as well before one that was found open is used.
     */
    public FileDescriptor descriptor() {
      return closed ? null : owner;
    }

    /** Whether the descriptor is closed. */
    public boolean closed() {
      return closed;
    }

    /** Whether anybody has used it since it was {@link SshpulseBridge#found} open. */
    public boolean used() {
      return owner != null;
    }

    /** One that was found open is this end of this connection. */
    public void connected(boolean client, InetSocketAddress here, InetSocketAddress there) {
      local = here;
      peer = there.getAddress();
      peerPort = there.getPort();
      found = true;
      traits |= client ? CLIENT | INTERNET : INTERNET;
      used = true;
    }

    /** It is SSH, which was found out otherwise than by its first bytes; false if it was known. */
    public boolean speaksSsh() {
      early = false;
      return ssh.compareAndSet(false, true);
    }

    /** Whoever uses the number of a descriptor that was found open owns it. */
    private boolean own(FileDescriptor fd) {
      if (owner == null) {
        if (closer == fd) {
          closing = true;
        } else {
          reset = false;
          unseen = false;
        }
        MEMORY.compareAndSetReference(this, OWNER, null, fd);
      }
      return owner == fd;
    }

    /** Whether what fails now fails because of what the application did. */
    private boolean ownDoing(int operation) {
      return closing || (operation == WRITE ? shutOutput : shutInput);
    }

    private boolean is(int trait) {
      return (traits & trait) != 0;
    }
  }

  /** Takes the bridge for one agent, before it weaves anything; false if another agent has it. */
  public static synchronized boolean claim() {
    boolean free = !claimed;
    claimed = true;
    return free;
  }

  /** Sets the listener of the agent that has claimed the bridge; calls arrive from now on. */
  public static void listen(Listener one) {
    now = one.millis(); // an agent that has left had another clock
    listener = one;
  }

  /**
   * The slot of a connected socket that was open before the bridge could see it; it is to be told
   * what it is {@link Slot#connected between}. Until then it may be another's: look again what the
   * number is. It waits for whoever uses the number first, be it to close it; a socket that is born
   * under that number takes its place.
   *
   * @return null if the number belongs to a socket that was seen to be born
   */
  public static Slot found(int number) {
    Listener one = listener;
    if (one == null || number < 0 || number >= MAX_DESCRIPTORS) {
      return null;
    }
    AtomicReferenceArray<Slot> page = page(number >> PAGE_BITS);
    Slot fresh = new Slot(null, 0, one.millis());
    Slot before = page.compareAndExchange(number & PAGE_MASK, null, fresh);
    Slot slot = before == null ? fresh : before;
    return slot.is(INTERNET | UNWATCHED) || isLeftOver(one, fresh, number) ? null : slot;
  }

  /** A descriptor of this number: to ask about a socket that was {@link #found}, not to use. */
  public static FileDescriptor standIn(int number) {
    FileDescriptor fd = new FileDescriptor();
    DESCRIPTORS.set(fd, number);
    return fd;
  }

  /** One that was {@link #found} is not open any more, and nobody saw it close. */
  public static void lost(int number, Slot slot) {
    remove(slot, number);
    if (!slot.closed) {
      slot.unseen = true;
      end(slot);
    }
  }

  /**
   * Gives the bridge back, and forgets everything: nothing of the agent's is reachable from here.
   * Woven methods that have begun before may still call; nobody hears them.
   */
  public static synchronized void release() {
    listener = null;
    for (int page = 0; page < PAGES.length(); page++) {
      PAGES.set(page, null);
    }
    for (int i = 0; i < LOST_CLOSES.length; i++) {
      LOST_CLOSES[i] = null;
    }
    used = false;
    swallowed = 0;
    claimed = false;
  }

  /** Moves the clock. */
  public static void tick(long millis) {
    now = millis;
  }

  /** Whether the application has connected or accepted anything. */
  public static boolean used() {
    return used;
  }

  /** How often the listener, or a lack of stack, failed on an application's thread. */
  public static int swallowed() {
    return swallowed;
  }

  /** A read returned {@code n}: bytes at {@code address}, end of stream, or nothing. */
  public static void received(int n, FileDescriptor fd, long address) {
    try {
      if (n > 0) {
        received(fd, address, n, n);
      } else if (n == END_OF_STREAM) {
        ended(fd);
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /** A scattering read returned {@code n}; {@code vectors} is the address of its {@code iovec}s. */
  public static void receivedVectors(long n, FileDescriptor fd, long vectors) {
    try {
      if (n > 0) {
        received(fd, MEMORY.getAddress(vectors), n, firstLength(vectors, n));
      } else if (n == END_OF_STREAM) {
        ended(fd);
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /** A write begins. */
  public static void writing(FileDescriptor fd) {
    try {
      Slot slot = slot(fd);
      if (slot != null) {
        ask(slot);
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /** A write returned {@code n}: bytes taken from {@code address}, or nothing. */
  public static void sent(int n, FileDescriptor fd, long address) {
    try {
      if (n > 0) {
        sent(fd, address, n, n);
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /** A gathering write returned {@code n}; {@code vectors} is the address of its {@code iovec}s. */
  public static void sentVectors(long n, FileDescriptor fd, long vectors) {
    try {
      if (n > 0) {
        sent(fd, MEMORY.getAddress(vectors), n, firstLength(vectors, n));
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /** A read, write or accept threw. */
  public static void failed(Throwable thrown, FileDescriptor fd, int operation) {
    try {
      Slot slot = slot(fd);
      Listener one = listener;
      if (slot != null && operation == WRITE) {
        slot.writing = 0;
      }
      if (slot != null) {
        slot.failed = true;
      }
      if (one != null && slot != null && !slot.ownDoing(operation) && !slot.is(UNWATCHED)) {
        one.failed(slot, operation, thrown);
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /** A read threw; what counts here is that the reader's own limit was over. */
  public static void waited(Throwable thrown, FileDescriptor fd) {
    try {
      Slot slot = thrown instanceof SocketTimeoutException ? slot(fd) : null;
      if (slot != null) {
        slot.heardByWaiter = slot.received;
        slot.waiter = System.identityHashCode(Thread.currentThread());
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /**
   * A connect is over and failed; {@code thrown} also says when somebody here closed the socket.
   *
   * <p>The caller's own time limit passes here on some JDKs only, so {@link #connectTimedOut} takes
   * it on all.
   */
  public static void connectFailed(Throwable thrown) {
    if (!(thrown instanceof SocketTimeoutException)) {
      connectEnded(thrown);
    }
  }

  /**
   * The wait for a connect threw: its time was up, or the connect failed and {@link #connectFailed}
   * follows.
   */
  public static void connectTimedOut(Throwable thrown) {
    if (thrown instanceof SocketTimeoutException) {
      connectEnded(thrown);
    }
  }

  private static void connectEnded(Throwable thrown) {
    try {
      Listener one = listener;
      if (one != null && !one.ours()) {
        one.connectFailed(thrown);
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /** What {@code Net.accept} does, and a word about it: being native, it cannot be woven itself. */
  public static int accept(FileDescriptor listening, FileDescriptor fd, InetSocketAddress[] from)
      throws IOException {
    opened(listening, INTERNET);
    int n;
    try {
      n = Net.accept(listening, fd, from);
    } catch (IOException e) {
      failed(e, listening, ACCEPT);
      throw e;
    }
    if (n > 0) {
      opened(fd, INTERNET);
      peer(fd, from[0]);
    }
    return n;
  }

  /**
   * An accept from a Unix-domain socket returned {@code n}: {@code fd} is open if it is positive.
   */
  public static void accepted(int n, FileDescriptor fd) {
    if (n > 0) {
      opened(fd, 0);
    }
  }

  /**
   * A descriptor is about to be used for the first time. Told so early, because the mark of a local
   * close, which may come before the first read or write, needs a slot.
   *
   * @param traits {@link #CLIENT}, {@link #INTERNET}, {@link #UNWATCHED}, added up
   */
  public static void opened(FileDescriptor fd, int traits) {
    try {
      int number = DESCRIPTORS.get(fd);
      Slot slot = find(fd, number);
      slot = slot != null ? slot : open(fd, number);
      if (slot != null) {
        slot.traits |= traits;
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /** A connect begins. */
  public static void connecting(FileDescriptor fd, InetAddress peer, int port) {
    opened(fd, CLIENT | INTERNET);
    peer(fd, peer, port);
  }

  /** The JDK asked the kernel for a socket's own address. */
  public static void located(InetSocketAddress local, FileDescriptor fd) {
    try {
      Slot slot = existing(fd);
      if (slot != null) {
        slot.local = local;
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  private static void peer(FileDescriptor fd, InetSocketAddress address) {
    if (address != null) {
      peer(fd, address.getAddress(), address.getPort());
    }
  }

  private static void peer(FileDescriptor fd, InetAddress peer, int port) {
    try {
      Slot slot = slot(fd);
      if (slot != null) {
        slot.peer = peer;
        slot.peerPort = port;
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /** The application will read no more: what a read meets from now on is its own doing. */
  public static void shuttingInput(FileDescriptor fd) {
    try {
      Slot slot = existing(fd);
      if (slot != null) {
        slot.shutInput = true;
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /** The application will write no more: what a write meets from now on is its own doing. */
  public static void shuttingOutput(FileDescriptor fd) {
    try {
      Slot slot = existing(fd);
      if (slot != null) {
        slot.shutOutput = true;
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /**
   * The application closes the socket: what follows is its own doing.
   *
   * <p>Opens no slot: a second close comes after the number may have passed to another socket.
   */
  public static void closing(FileDescriptor fd) {
    try {
      Slot slot = existing(fd);
      if (slot == null) {
        Slot ownerless = ownerless(DESCRIPTORS.get(fd));
        if (ownerless != null) {
          ownerless.closer = fd;
        }
      } else if (!slot.closing) {
        slot.tired =
            slot.waiter == System.identityHashCode(Thread.currentThread())
                && slot.heardByWaiter == slot.received;
        slot.closing = true;
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /**
   * The application closes a {@code java.net.Socket}. A read that was waiting when its method was
   * woven ends as it began, unseen: of what it met, the socket remembers a reset alone. Where it
   * may have met the peer's end, nobody knows who closed first.
   */
  public static void closingSocket(FileDescriptor fd, Object socket) {
    closing(fd);
    try {
      Slot slot = fd == null ? null : at(DESCRIPTORS.get(fd));
      if (slot != null
          && slot.found
          && slot.received == 0
          && !slot.endOfStream
          && !slot.failed
          && (slot.owner == fd || slot.owner == null)) {
        slot.reset = wasReset(socket);
        slot.unseen = !slot.reset;
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  private static boolean wasReset(Object socket) {
    long offset = MEMORY.objectFieldOffset(socket.getClass(), "connectionReset");
    return MEMORY.getBooleanVolatile(socket, offset);
  }

  /** The descriptor is about to be closed; from here on its number belongs to nobody. */
  public static void closed(FileDescriptor fd) {
    try {
      int number = DESCRIPTORS.get(fd);
      Slot slot = find(fd, number);
      slot = slot != null ? slot : claim(fd, number);
      if (slot != null) {
        end(slot);
        remove(slot, number);
      }
    } catch (Throwable t) {
      // Nothing may be called here; lost closes of two threads at once are swept up later.
      LOST_CLOSES[lostCloses++ & (LOST_CLOSES.length - 1)] = fd;
      swallowed++;
    }
  }

  private static void remove(Slot slot, int number) {
    AtomicReferenceArray<Slot> page = PAGES.get(number >> PAGE_BITS);
    if (page != null) { // else the bridge was released meanwhile
      page.compareAndSet(number & PAGE_MASK, slot, null);
    }
  }

  /** Tells again of the closes that were cut short. */
  public static void retryLostCloses() {
    for (int i = 0; i < LOST_CLOSES.length; i++) {
      FileDescriptor fd = LOST_CLOSES[i];
      if (fd != null) {
        LOST_CLOSES[i] = null;
        closed(fd);
      }
    }
  }

  private static void end(Slot slot) {
    slot.closed = true;
    Listener one = listener;
    if (one != null && slot.reset) {
      slot.reset = false;
      one.failed(slot, READ, new SocketException("Connection reset"));
    }
    if (one != null && slot.ssh()) {
      one.closed(slot);
    }
  }

  private static void received(FileDescriptor fd, long address, long n, long readable) {
    Slot slot = slot(fd);
    if (slot != null) {
      long before = slot.received;
      slot.received = before + n;
      slot.lastReceived = now;
      if (slot.early) {
        slot.matchedIn = look(slot, slot.matchedIn, before, slot.sent, address, readable);
      }
    }
  }

  private static void sent(FileDescriptor fd, long address, long n, long readable) {
    Slot slot = slot(fd);
    if (slot != null) {
      long before = slot.sent;
      slot.sent = before + n;
      slot.lastSent = now;
      slot.writing = 0;
      if (slot.early) {
        slot.matchedOut = look(slot, slot.matchedOut, before, slot.received, address, readable);
      }
    }
  }

  /**
   * Before the bytes leave: their answer may be here before the write has returned. A write that is
   * tried again, because the kernel did not take it, asks nothing new.
   */
  private static void ask(Slot slot) {
    if (slot.writing != 0 || slot.closing) {
      return;
    }
    slot.writing = now;
    if (slot.received != slot.heard || slot.sent == 0) {
      askAnew(slot);
    } else if (slot.acknowledged > slot.sentBeforeAsked) {
      askAfterAcknowledgement(slot);
    }
  }

  /** While bytes move, what waits for an answer was written before this. */
  private static void askAfterAcknowledgement(Slot slot) {
    if (slot.acknowledged >= slot.sent || now - slot.lastSent > MOVING_MILLIS) {
      askAnew(slot);
      return;
    }
    slot.sentBeforeAsked = slot.acknowledged;
    slot.silence = 0;
    slot.asked = Math.max(slot.asked, slot.acknowledgedAt);
  }

  private static void askAnew(Slot slot) {
    slot.heard = slot.received;
    slot.sentBeforeAsked = slot.sent;
    slot.silence = now - Math.max(slot.opened, Math.max(slot.lastReceived, slot.lastSent));
    slot.asked = now;
  }

  private static void ended(FileDescriptor fd) {
    Slot slot = slot(fd);
    if (slot != null && !slot.closing && !slot.shutInput && !slot.shutOutput) {
      slot.endOfStream = true; // first: after our own end the peer's is an answer
    }
  }

  private static long firstLength(long vectors, long n) {
    return Math.min(MEMORY.getAddress(vectors + MEMORY.addressSize()), n);
  }

  /**
   * Looks for an identification string at the beginning of a call (RFC 4253 section 4.2), and tells
   * the listener once bytes have gone both ways: a port check does not count.
   *
   * @param before bytes that this direction had carried before the call
   * @param otherWay bytes that the other direction has carried
   */
  private static byte look(
      Slot slot, byte matched, long before, long otherWay, long address, long length) {
    byte reached = matched;
    if (before < EARLY_BYTES && !slot.identified) {
      reached = match(matched, address, length);
      if (reached == IDENTIFIED) {
        slot.identified = true; // never false again: the other direction may have said so
      }
    }
    if (slot.identified && otherWay > 0) {
      slot.early = false;
      recognise(slot);
    } else if (!slot.identified && before >= EARLY_BYTES && otherWay >= EARLY_BYTES) {
      slot.early = false;
    }
    return reached;
  }

  private static void recognise(Slot slot) {
    Listener one = listener;
    if (one != null && !slot.is(UNWATCHED) && slot.ssh.compareAndSet(false, true)) {
      one.recognised(slot);
    }
  }

  /** Goes on where the last call stopped, for some write their identification byte by byte. */
  private static byte match(byte matched, long address, long length) {
    byte reached = advance(matched, address, length);
    return reached == 0 && matched != 0 ? advance((byte) 0, address, length) : reached;
  }

  private static byte advance(byte from, long address, long length) {
    byte reached = from;
    for (long i = 0; i < length && reached != IDENTIFIED; i++) {
      reached = next(reached, MEMORY.getByte(address + i));
      if (reached == 0) {
        return 0;
      }
    }
    return reached;
  }

  /**
   * The next state after a byte: the number of bytes matched, and 10 more on the branch of 1.99.
   */
  private static byte next(byte state, byte b) {
    switch (state) {
      case 0:
      case 1:
        return expect(b, 'S', state + 1);
      case 2:
        return expect(b, 'H', 3);
      case 3:
        return expect(b, '-', 4);
      case 4:
        return b == '1' ? expect(b, '1', 15) : expect(b, '2', 5);
      case 5:
        return expect(b, '.', 6);
      case 6:
        return expect(b, '0', 7);
      case 15:
        return expect(b, '.', 16);
      case 16:
        return expect(b, '9', 17);
      case 17:
        return expect(b, '9', 18);
      default:
        return expect(b, '-', IDENTIFIED);
    }
  }

  private static byte expect(byte b, char expected, int then) {
    return (byte) (b == expected ? then : 0);
  }

  /** A method of an SSH library has begun, or returned nothing. */
  public static void library(int hook, Object self, Object first, Object second) {
    try {
      Listener one = listener;
      if (one != null) {
        one.library(hook, self, first, second);
      }
    } catch (Throwable t) {
      swallowed++;
    }
  }

  /** A method of an SSH library has returned an object, or thrown. */
  public static void libraryAnswered(Object result, int hook, Object self, Object first) {
    library(hook, self, result, first);
  }

  /** A method of an SSH library has returned a number. */
  public static void libraryAnswered(int result, int hook, Object self, Object first) {
    library(hook, self, result, first);
  }

  private static Slot slot(FileDescriptor fd) {
    int number = DESCRIPTORS.get(fd);
    Slot slot = find(fd, number);
    return slot != null ? slot : first(fd, number);
  }

  /** Called once for a descriptor, unless it is not watched. */
  private static Slot first(FileDescriptor fd, int number) {
    Slot found = claim(fd, number);
    return found != null ? found : open(fd, number);
  }

  /** Null where none was found open under this number, or another descriptor has it. */
  private static Slot claim(FileDescriptor fd, int number) {
    Slot found = ownerless(number);
    return found != null && found.own(fd) ? found : null;
  }

  private static Slot ownerless(int number) {
    Slot slot = at(number);
    return slot != null && slot.owner == null ? slot : null;
  }

  private static Slot existing(FileDescriptor fd) {
    return fd == null ? null : find(fd, DESCRIPTORS.get(fd));
  }

  private static Slot find(FileDescriptor fd, int number) {
    Slot slot = at(number);
    return slot != null && slot.owner == fd ? slot : null;
  }

  private static Slot at(int number) {
    if (number < 0 || number >= MAX_DESCRIPTORS) {
      return null;
    }
    AtomicReferenceArray<Slot> page = PAGES.get(number >> PAGE_BITS);
    return page == null ? null : page.get(number & PAGE_MASK);
  }

  private static Slot open(FileDescriptor fd, int number) {
    Listener one = listener;
    if (one == null || number < 0) {
      return null;
    }
    if (number >= MAX_DESCRIPTORS) {
      one.beyond();
      return null;
    }
    Slot fresh = new Slot(fd, one.ours() ? UNWATCHED : 0, one.millis());
    Slot slot = install(page(number >> PAGE_BITS), number & PAGE_MASK, fresh);
    return isLeftOver(one, fresh, number) ? null : slot;
  }

  /**
   * Whether the bridge was released while this slot was put in, which may have been afterwards: it
   * would be taken for one of the next agent's.
   */
  private static boolean isLeftOver(Listener one, Slot fresh, int number) {
    boolean released = listener != one;
    if (released) {
      remove(fresh, number);
    }
    return released;
  }

  private static AtomicReferenceArray<Slot> page(int index) {
    AtomicReferenceArray<Slot> page = PAGES.get(index);
    if (page != null) {
      return page;
    }
    AtomicReferenceArray<Slot> fresh = new AtomicReferenceArray<>(PAGE_MASK + 1);
    page = PAGES.compareAndExchange(index, null, fresh);
    return page == null ? fresh : page;
  }

  /** Reader and writer may both come first: one slot wins, and both use it. */
  private static Slot install(AtomicReferenceArray<Slot> page, int index, Slot fresh) {
    Slot before = page.get(index);
    while (before == null || before.owner != fresh.owner) {
      if (page.compareAndSet(index, before, fresh)) {
        used |= !fresh.is(UNWATCHED);
        if (before != null) {
          before.unseen = true; // its number is taken, so it was closed
          end(before);
        }
        return fresh;
      }
      before = page.get(index);
    }
    return before;
  }
}
