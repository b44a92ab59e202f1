package outlay.permissions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the roles of {@code template.yaml} grant and no stack of the whole suite used: exactly what
 * {@code unused.txt} lists and gives a reason for.
 */
class UnusedPermissionsIT {
  private static final String GRANTED = "granted ";
  private static final String USED = "used ";
  private static final String PERHAPS = "perhaps ";

  @Test
  void unusedPermissions_areThoseThatHaveAReason() throws IOException {
    List<String> lines = records();
    Set<String> unused = after(GRANTED, lines);
    assertThat(unused).as("stacks that ended before: ./test runs all").isNotEmpty();
    List<String> listed = listed();
    Set<String> perhaps = after(PERHAPS, listed);
    assertThat(after(GRANTED, lines)).containsAll(perhaps);
    unused.removeAll(after(USED, lines));
    unused.removeAll(perhaps);

    assertThat(String.join("\n", unused))
        .isEqualTo(
            listed.stream()
                .filter(line -> !line.startsWith(PERHAPS))
                .sorted()
                .collect(Collectors.joining("\n")));
  }

  private static List<String> records() throws IOException {
    Path folder =
        Path.of(Objects.requireNonNull(System.getenv("OUTLAY_PERMISSIONS"), "run by Maven"));
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
      return lines;
    }
  }

  private static Set<String> after(String kind, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(kind))
        .map(line -> line.substring(kind.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> listed() throws IOException {
    try (InputStream list = UnusedPermissionsIT.class.getResourceAsStream("unused.txt")) {
      return new String(Objects.requireNonNull(list).readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
