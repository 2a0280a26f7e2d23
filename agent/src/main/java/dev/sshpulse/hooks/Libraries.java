package dev.sshpulse.hooks;

import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.conversations.Sayings;
import dev.sshpulse.model.Faults;
import dev.sshpulse.weave.LibraryTable;
import dev.sshpulse.weave.LibraryWeaver;
import dev.sshpulse.weave.ModuleOpener;
import dev.sshpulse.weave.Privileged;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The libraries that have hooks. What belongs to one is loaded when its first class is: by then its
 * woven methods cannot have run.
 */
public final class Libraries implements LibraryWeaver.Tables {

  /** In pieces: packaging moves our own Netty, and would move this with it. */
  static final String NETTY_NATIVE = String.join("/", "io", "netty", "channel", "unix", "");

  /** In the order of their numbers. */
  private static final String[] PACKAGES = {
    "org/apache/sshd/",
    "com/jcraft/jsch/",
    "net/schmizz/",
    "com/trilead/ssh2/",
    "ch/ethz/ssh2/",
    NETTY_NATIVE
  };

  private final AtomicReferenceArray<@Nullable Loaded> loaded =
      new AtomicReferenceArray<>(PACKAGES.length);
  private final Conversations conversations;
  private final SocketEvents sockets;
  private volatile @Nullable ModuleOpener opener;
  private final Disabled disabled;
  private final Faults faults;

  private record Loaded(HookedLibrary library, LibraryTable table) {}

  /** Which libraries the user does not want hooked. */
  public interface Disabled {
    /** Whether this one, by its label. */
    boolean disabled(String library);
  }

  /** None loaded yet. */
  public Libraries(
      Conversations conversations, SocketEvents sockets, Disabled disabled, Faults faults) {
    this.conversations = conversations;
    this.sockets = sockets;
    this.disabled = disabled;
    this.faults = faults;
  }

  @Override
  public @Nullable LibraryTable of(String className) {
    for (int number = 0; number < PACKAGES.length; number++) {
      if (className.startsWith(PACKAGES[number])) {
        return loaded(number).table;
      }
    }
    return null;
  }

  /** Why this version of a library is not hooked; null if it is. */
  public @Nullable String refusal(String library, String version) {
    for (int number = 0; number < PACKAGES.length; number++) {
      Loaded one = loaded.get(number);
      if (one != null && one.table.library().equals(library)) {
        return disabled.disabled(library)
            ? "switched off by hooks." + library + ".enabled"
            : one.library.refusal(version);
      }
    }
    return null;
  }

  /** Who opens libraries that are named modules; set before any is loaded. */
  public void opener(ModuleOpener opener) {
    this.opener = opener;
  }

  private Loaded loaded(int number) {
    Loaded one = loaded.get(number);
    if (one == null) {
      HookedLibrary library = load(number);
      one = new Loaded(library, library.table());
      loaded.set(number, one);
      if (library.speaks()) {
        conversations.expect();
      }
    }
    return one;
  }

  private LibraryContext context() {
    if (opener != null) {
      Getter.opener(opener);
    }
    return new LibraryContext(
        new Sayings(conversations),
        new ConnectErrors(sockets.texts()),
        new LibraryVersions(),
        new CurrentSpan());
  }

  private HookedLibrary load(int number) {
    return switch (number) {
      case 0 -> new MinaSshd(number, context());
      case 1 -> new Jsch(number, context());
      case 2 -> new Sshj(number, context());
      case 3 -> Trilead.trilead(number, context());
      case 4 -> Trilead.ganymed(number, context());
      case 5 -> new NettyNative(number, sockets::failedElsewhere);
      default -> throw new IllegalArgumentException("no library has the number " + number);
    };
  }

  /** See {@link HookedLibrary#meet}. */
  void meet(Object running) {
    for (int number = 0; number < PACKAGES.length; number++) {
      Loaded one = loaded.get(number);
      if (one != null
          && running.getClass().getName().startsWith(PACKAGES[number].replace('/', '.'))) {
        one.library.meet(running);
      }
    }
  }

  /** A hooked method has begun, returned or thrown; see {@link HookedLibrary#heard}. */
  void heard(int hook, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
    Loaded one = loaded.get(hook / LibraryRows.MOST);
    if (one == null || self == null) {
      return;
    }
    if (Privileged.matters()) {
      Privileged.call(() -> heard(one.library, hook, self, first, second));
    } else {
      heard(one.library, hook, self, first, second);
    }
  }

  private @Nullable Void heard(
      HookedLibrary library,
      int hook,
      Object self,
      @Nullable Object first,
      @Nullable Object second) {
    try {
      library.heard(hook % LibraryRows.MOST, self, first, second);
    } catch (RuntimeException | LinkageError e) {
      faults.swallowed(Faults.Where.HANDLER);
    }
    return null;
  }
}
