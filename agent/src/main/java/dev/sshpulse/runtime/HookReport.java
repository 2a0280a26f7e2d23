package dev.sshpulse.runtime;

import dev.sshpulse.hooks.Libraries;
import dev.sshpulse.hooks.LibraryVersions;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.weave.LibraryWeaver;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be observed in this JVM and what cannot; grows as libraries are loaded, up to a bound.
 */
final class HookReport implements LibraryWeaver.Sightings {
  private static final int MOST = 64;

  private volatile @Nullable Libraries libraries;
  private final Set<HookStatus> statuses = new LinkedHashSet<>();
  private final Map<String, Coverage> woven = new LinkedHashMap<>();

  /** Who knows which copies are not hooked; set before any is loaded. */
  void libraries(Libraries libraries) {
    this.libraries = libraries;
  }

  synchronized void add(HookStatus status) {
    if (statuses.size() < MOST) {
      statuses.add(status);
    }
  }

  synchronized List<HookStatus> all() {
    List<HookStatus> all = new ArrayList<>(statuses);
    for (Coverage coverage : woven.values()) {
      all.add(coverage.status());
    }
    return all;
  }

  @Override
  public boolean accepts(String library, @Nullable ProtectionDomain source) {
    String version = LibraryVersions.of(source);
    Libraries known = libraries;
    String refusal = known == null ? null : known.refusal(library, version);
    if (refusal != null) {
      add(new HookStatus(library, version, status(refusal), refusal));
    }
    return refusal == null;
  }

  private static HookStatus.Status status(String refusal) {
    return refusal.startsWith("switched off")
        ? HookStatus.Status.DISABLED
        : HookStatus.Status.REFUSED;
  }

  @Override
  public synchronized void woven(
      String library, @Nullable ProtectionDomain source, Set<String> sought, Set<String> found) {
    String version = LibraryVersions.of(source);
    String release = library + ' ' + version;
    Coverage coverage = woven.get(release);
    if (coverage == null && woven.size() < MOST) {
      coverage = new Coverage(library, version);
      woven.put(release, coverage);
    }
    if (coverage != null) {
      coverage.add(sought, found);
    }
  }

  @Override
  public void refused(String library, @Nullable ProtectionDomain source, String reason) {
    add(new HookStatus(library, LibraryVersions.of(source), HookStatus.Status.REFUSED, reason));
  }
}
