package outlay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/security.md} names only tests that are there. */
class SecurityDocumentTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    return Files.exists(folder.resolve("template.yaml"))
        ? folder
        : Objects.requireNonNull(folder.getParent());
  }

  /** The sources of all tests by class name. */
  private static Map<String, String> tests() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root(), 12)) {
      for (Path file :
          files
              .filter(each -> each.toString().matches(".*/src/test/.*(Test|IT)\\.java"))
              .toList()) {
        String name = String.valueOf(file.getFileName());
        sources.put(name.substring(0, name.length() - 5), Files.readString(file));
      }
    }
    return sources;
  }

  @Test
  void everyTestItNames_isThere() throws IOException {
    Map<String, String> tests = tests();
    List<String> named =
        NAMED
            .matcher(Files.readString(root().resolve("docs/security.md")))
            .results()
            .map(found -> found.group(1) + "." + found.group(2))
            .toList();

    assertThat(named).hasSizeGreaterThan(40);
    assertThat(named)
        .allSatisfy(
            name -> {
              String[] parts = name.split("\\.", 2);
              assertThat(tests.getOrDefault(parts[0], "")).contains("void " + parts[1] + "(");
            });
  }
}
