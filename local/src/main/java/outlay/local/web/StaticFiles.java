package outlay.local.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files by their path on the web, from the first folder that has one. Nothing outside of them. */
final class StaticFiles {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "webmanifest", "application/manifest+json",
          "txt", "text/plain; charset=utf-8",
          "md", "text/plain; charset=utf-8");

  private final List<Path> folders;

  StaticFiles(List<Path> folders) {
    this.folders = folders.stream().map(folder -> folder.toAbsolutePath().normalize()).toList();
  }

  /** A file's bytes and media type. */
  @SuppressWarnings("ArrayRecordComponent") // Written out, never compared.
  record Content(String type, byte[] bytes) {}

  /**
   * The file at an absolute path such as {@code /js/app.js}. It is read anew each time, so that a
   * change shows at the next reload.
   */
  Optional<Content> find(String path) {
    return folders.stream()
        .map(folder -> folder.resolve(path.substring(1)).normalize())
        .filter(file -> folders.stream().anyMatch(file::startsWith))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(StaticFiles::read);
  }

  private static Content read(Path file) {
    String name = String.valueOf(file.getFileName());
    String extension = name.substring(name.lastIndexOf('.') + 1);
    try {
      return new Content(
          TYPES.getOrDefault(extension, "application/octet-stream"), Files.readAllBytes(file));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
