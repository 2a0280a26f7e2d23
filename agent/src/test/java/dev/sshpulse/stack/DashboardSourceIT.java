package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards are what their source says, and what Grafana's own types allow. */
class DashboardSourceIT {
  private static final Path COMMITTED = Dashboard.ROOT.resolve("grafana");

  @TempDir Path directory;

  @Test
  void writesTheDashboardsThatAreCommitted() throws Exception {
    DashboardSource source = DashboardSource.prepared();

    source.build(directory);

    for (String file : Dashboard.FILES) {
      assertThat(Files.mismatch(COMMITTED.resolve(file), directory.resolve(file)))
          .as("where %s is stale: run grafana/dashboards-source/build", file)
          .isEqualTo(-1);
    }
  }

  @Test
  void writesWhatTheTypesOfGrafanaAllow() throws Exception {
    DashboardSource source = DashboardSource.prepared();

    String complaints = source.complaints(COMMITTED);

    assertThat(complaints).isEmpty();
  }

  @Test
  void noticesAFieldThatGrafanaDoesNotKnow() throws Exception {
    DashboardSource source = DashboardSource.prepared();
    for (String file : Dashboard.FILES) {
      String json = Node.read(COMMITTED.resolve(file));
      Files.writeString(directory.resolve(file), json.replace("\"fillOpacity\"", "\"opacity\""));
    }

    String complaints = source.complaints(directory);

    assertThat(complaints).contains("'\"opacity\"' does not exist");
  }
}
