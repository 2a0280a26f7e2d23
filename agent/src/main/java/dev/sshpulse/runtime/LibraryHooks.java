package dev.sshpulse.runtime;

import dev.sshpulse.config.Settings;
import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.hooks.Libraries;
import dev.sshpulse.hooks.SocketEvents;
import dev.sshpulse.model.Faults;
import dev.sshpulse.weave.LibraryWeaver;
import dev.sshpulse.weave.ModuleOpener;
import java.lang.instrument.Instrumentation;

/** Has libraries woven when they are loaded. */
final class LibraryHooks {

  private LibraryHooks() {}

  /**
   * From now on.
   *
   * @param running whether some may be there already
   */
  static void weave(
      Settings settings,
      Conversations conversations,
      SocketEvents sockets,
      HookReport report,
      Faults faults,
      Instrumentation instrumentation,
      boolean running) {
    Libraries libraries = new Libraries(conversations, sockets, settings::disables, faults);
    libraries.opener(new ModuleOpener(instrumentation));
    sockets.libraries(libraries);
    report.libraries(libraries);
    new LibraryWeaver(libraries, report, faults).weave(instrumentation, running);
  }
}
