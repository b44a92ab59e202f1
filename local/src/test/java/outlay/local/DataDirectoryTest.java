package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir private Path temporary = Path.of("");

  @Test
  void open_whileAnotherRuns_saysWhatRuns() throws IOException {
    Path data = temporary.resolve("data");
    try (DataDirectory running = DataDirectory.open(data, false)) {
      running.announce(List.of("Process 42", "API http://127.0.0.1:8701"));

      assertThatThrownBy(() -> DataDirectory.open(data, false))
          .isInstanceOf(Complaint.class)
          .hasMessageContainingAll("runs already", "Process 42", "http://127.0.0.1:8701");
    }

    DataDirectory.open(data, false).close();
  }

  @Test
  void open_fresh_deletesWhatIsThere() throws IOException {
    try (DataDirectory first = DataDirectory.open(temporary, false)) {
      Files.createDirectories(first.path("dynamodb/deep"));
      Files.writeString(first.path("dynamodb/deep/tables"), "x");
    }

    try (DataDirectory fresh = DataDirectory.open(temporary, true)) {
      assertThat(fresh.path("dynamodb")).doesNotExist();
    }
  }

  @Test
  void open_folderOfSomeoneElse_isRefusedAndKept() throws IOException {
    Path thesis = Files.writeString(temporary.resolve("thesis.txt"), "x");

    assertThatThrownBy(() -> DataDirectory.open(temporary, true))
        .isInstanceOf(Complaint.class)
        .hasMessageContaining("not Outlay's");
    assertThat(thesis).exists();
  }

  @Test
  void open_aFile_isRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "x");

    assertThatThrownBy(() -> DataDirectory.open(file, false))
        .isInstanceOf(Complaint.class)
        .hasMessageContaining("not a folder");
  }

  @Test
  void write_replacesTheFileWithItsPermissions() throws IOException {
    try (DataDirectory data = DataDirectory.open(temporary, false)) {
      data.write("control", "one", "rw-------");
      data.write("control", "two", "rw-------");

      assertThat(data.path("control")).hasContent("two");
      assertThat(Files.getPosixFilePermissions(data.path("control"))).hasSize(2);
    }
  }
}
