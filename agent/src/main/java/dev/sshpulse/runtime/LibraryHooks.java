package dev.sshpulse.runtime;

import dev.sshpulse.config.Settings;
import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.hooks.Libraries;
import dev.sshpulse.hooks.SocketEvents;
import dev.sshpulse.model.Faults;
import dev.sshpulse.weave.LibraryWeaver;
import dev.sshpulse.weave.ModuleOpener;
import java.lang.instrument.Instrumentation;

/** What is known of libraries in this JVM. */
final class LibraryHooks {

  private LibraryHooks() {}

  /** Those that have hooks and may have them. */
  static Libraries of(
      Settings settings,
      Conversations conversations,
      SocketEvents sockets,
      HookReport report,
      Faults faults,
      Instrumentation instrumentation) {
    Libraries libraries = new Libraries(conversations, sockets, settings::disables, faults);
    libraries.opener(new ModuleOpener(instrumentation));
    sockets.libraries(libraries);
    report.libraries(libraries);
    return libraries;
  }

  /** Made here, so that a JVM where we are switched off loads none of what it is made of. */
  static LibraryWeaver weaver(Libraries libraries, HookReport report, Faults faults) {
    return new LibraryWeaver(libraries, report, faults);
  }
}
