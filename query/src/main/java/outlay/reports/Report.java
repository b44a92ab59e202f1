package outlay.reports;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/**
 * A published report, as its manifest says. Of one whose manifest is in the archive, only that
 * there is one is known.
 *
 * @param revision 1 the first time it was published, more each time that it changed; {@value
 *     #ARCHIVED} if that is in the archive, as is all that follows
 * @param publishedAt an instant
 * @param rows how many expenses and incomes
 * @param users how many people's
 * @param files everything but the manifest
 */
record Report(
    YearMonth month, int revision, String publishedAt, long rows, long users, List<File> files) {
  static final int ARCHIVED = 0;

  static Report archived(YearMonth month) {
    return new Report(month, ARCHIVED, "", 0, 0, List.of());
  }

  boolean isArchived() {
    return revision == ARCHIVED;
  }

  /** A file of it. */
  record File(String name, long bytes) {}

  Report {
    files = List.copyOf(files);
  }

  Optional<File> file(String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst();
  }
}
