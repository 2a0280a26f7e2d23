package dev.sshpulse.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibcCatalogueTest {
  private static final String BRISE = "Relais brisé (pipe)";
  private static final Map<String, String> MESSAGES =
      Map.of("Broken pipe", BRISE, "Something else", "Autre chose");

  @TempDir Path locales;

  @BeforeEach
  void installFrench() throws IOException {
    install("fr", StandardCharsets.UTF_8, ByteOrder.LITTLE_ENDIAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fr_FR.UTF-8", "fr", "fr_CA@euro", "fr_FR.ISO-8859-1"})
  void findsTheLanguageOfALocale(String locale) {
    List<Map<String, String>> found = read(Map.of("LC_ALL", locale), "UTF-8");

    assertThat(found).containsExactly(Map.of("Broken pipe", BRISE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8", "POSIX", "en_GB.UTF-8", "", "../fr"})
  void readsNothingWhereTheLibrarySpeaksEnglish(String locale) {
    assertThat(read(Map.of("LANG", locale), "UTF-8")).isEmpty();
  }

  @Test
  void asksForTheLanguagesOfTheListFirst() {
    assertThat(read(Map.of("LANGUAGE", "sv:fr", "LANG", "de_DE.UTF-8"), "UTF-8")).hasSize(1);
  }

  @Test
  void seesWhatTheJdkSeesWhereTheEncodingLacksACharacter() {
    List<Map<String, String>> found = read(Map.of("LANG", "fr_FR"), "US-ASCII");

    assertThat(found).containsExactly(Map.of("Broken pipe", "Relais bris? (pipe)"));
  }

  @Test
  void readsTheOtherByteOrderAndAnotherCharset() throws IOException {
    install("de", StandardCharsets.ISO_8859_1, ByteOrder.BIG_ENDIAN);

    assertThat(read(Map.of("LANG", "de_DE"), "UTF-8"))
        .containsExactly(Map.of("Broken pipe", BRISE));
  }

  @Test
  void passesOverWhatIsNoCatalogue() throws IOException {
    write("it", "this is text".getBytes(StandardCharsets.US_ASCII));
    write("es", new byte[3]);
    byte[] cut = catalogue(StandardCharsets.UTF_8, ByteOrder.LITTLE_ENDIAN);
    write("pt", java.util.Arrays.copyOf(cut, 40));

    assertThat(read(Map.of("LANGUAGE", "it:es:pt"), "UTF-8")).isEmpty();
  }

  private List<Map<String, String>> read(Map<String, String> environment, String encoding) {
    return LibcCatalogue.read(locales.toFile(), environment, encoding);
  }

  private void install(String language, Charset charset, ByteOrder order) throws IOException {
    write(language, catalogue(charset, order));
  }

  private void write(String language, byte[] bytes) throws IOException {
    Path directory = Files.createDirectories(locales.resolve(language).resolve("LC_MESSAGES"));
    Files.write(directory.resolve("libc.mo"), bytes);
  }

  private static byte[] catalogue(Charset charset, ByteOrder order) {
    TreeMap<String, String> all = new TreeMap<>(MESSAGES);
    all.put("", "Content-Type: text/plain; charset=" + charset.name() + "\n");
    List<byte[]> texts = new ArrayList<>();
    all.keySet().forEach(text -> texts.add(text.getBytes(StandardCharsets.US_ASCII)));
    all.values().forEach(text -> texts.add(text.getBytes(charset)));
    ByteBuffer file = ByteBuffer.allocate(1000).order(order);
    file.putInt(0x950412de).putInt(0).putInt(all.size()).putInt(20).putInt(20 + 8 * all.size());
    int at = 20 + 16 * all.size();
    for (byte[] text : texts) {
      file.putInt(text.length).putInt(at);
      at += text.length + 1;
    }
    texts.forEach(text -> file.put(text).put((byte) 0));
    return java.util.Arrays.copyOf(file.array(), at);
  }
}
