package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who follows a link of a page arrives: at a file that is there, and at its heading. */
class LinksTest {
  private static final Pattern LINK =
      Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern OTHERS = Pattern.compile("target|node_modules|\\.git");

  static Stream<Path> pages() throws IOException {
    return Files.walk(Dashboard.ROOT)
        .filter(file -> file.toString().endsWith(".md"))
        .filter(file -> names(file).noneMatch(OTHERS.asMatchPredicate()))
        .sorted();
  }

  private static Stream<String> names(Path file) {
    return Stream.iterate(file, path -> path != null, Path::getParent)
        .filter(path -> path.getFileName() != null)
        .map(path -> path.getFileName().toString());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void leadsToWhatIsThere(Path page) {
    List<MatchResult> links = LINK.matcher(Node.read(page)).results().toList();

    assertThat(links)
        .allSatisfy(
            link -> {
              Path file = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
              assertThat(file).exists();
              if (link.group(2) != null) {
                assertThat(headings(file)).contains(link.group(2));
              }
            });
  }

  /** As they are named in the address of a page. */
  private static List<String> headings(Path page) {
    return HEADING
        .matcher(Node.read(page))
        .results()
        .map(
            heading ->
                heading
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\w\\- ]", "")
                    .replace(' ', '-'))
        .toList();
  }
}
