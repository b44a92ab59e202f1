package outlay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionTest {
  @TempDir private Path folder;

  @Test
  void onlyWhatTheCommandWroteIsReplaced() throws IOException {
    Path document = folder.resolve("figures.md");
    Files.writeString(
        document,
        """
        # Figures
        <!-- bench/one writes from here -->
        old
        <!-- to here -->
        between
        <!-- bench/two writes from here -->
        old
        <!-- to here -->
        after
        """);

    Section.write(document, "bench/two", "new\n");
    Section.write(document, "bench/two", "newer");

    assertThat(document)
        .hasContent(
            """
            # Figures
            <!-- bench/one writes from here -->
            old
            <!-- to here -->
            between
            <!-- bench/two writes from here -->
            newer
            <!-- to here -->
            after
            """);
  }

  @Test
  void aDocumentWithoutThePartIsLeftAsItIs() throws IOException {
    Path document = Files.writeString(folder.resolve("figures.md"), "# Figures\n");

    assertThatThrownBy(() -> Section.write(document, "bench/one", "new"))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("does not say where bench/one writes");
    assertThat(document).hasContent("# Figures\n");
  }
}
