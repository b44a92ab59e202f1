package outlay.reports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is told of a report out of its {@code manifest.json}; the rest is skipped. */
final class ManifestReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser json;
  private int revision;
  private @Nullable String publishedAt;
  private long rows;
  private long users;
  private final List<Report.File> files = new ArrayList<>();

  private ManifestReader(JsonParser json) {
    this.json = json;
  }

  /**
   * The report of this month.
   *
   * @throws IllegalStateException if the text is no manifest
   */
  static Report read(YearMonth month, String manifest) {
    try (JsonParser json = JSON.createParser(manifest)) {
      return new ManifestReader(json).report(month);
    } catch (IOException notJson) {
      throw new UncheckedIOException("the manifest of " + month + " is not JSON", notJson);
    }
  }

  private Report report(YearMonth month) throws IOException {
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "revision" -> revision = json.getIntValue();
        case "publishedAt" -> publishedAt = json.getText();
        case "rows" -> rows = json.getLongValue();
        case "users" -> users = json.getLongValue();
        case "files" -> readFiles();
        default -> json.skipChildren();
      }
    }
    if (publishedAt == null || revision < 1) {
      throw new IllegalStateException("what lies there is no manifest of " + month);
    }
    return new Report(month, revision, publishedAt, rows, users, files);
  }

  private void readFiles() throws IOException {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String name = "";
      long bytes = 0;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String member = json.currentName();
        json.nextToken();
        switch (member) {
          case "name" -> name = json.getText();
          case "bytes" -> bytes = json.getLongValue();
          default -> json.skipChildren();
        }
      }
      files.add(new Report.File(name, bytes));
    }
  }
}
