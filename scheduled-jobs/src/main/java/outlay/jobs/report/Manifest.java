package outlay.jobs.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * {@code manifest.json}: what the files of a month belong together as, and how they came to be.
 *
 * <pre>
 * reports/2026-01/manifest.json                the current revision, and a list of all
 * reports/2026-01/expenses.csv  …              its files
 * reports/2026-01/revisions/1/expenses.csv  …  every revision's files, which never change
 * reports/2026-01/revisions/1/manifest.json    what they were published with
 * </pre>
 *
 * @param revision which one is current: 1, 2, … (a number is left out if whoever took it failed)
 * @param publishedAt when it was
 * @param asOf when the run began that made it: every change before this moment is in it
 * @param run that run
 * @param files everything but the manifest
 * @param sha256 of everything above but {@code revision} to {@code run}: two months that are equal
 *     have the same
 * @param revisions all that were published, the first one first; none in a revision's own manifest
 */
record Manifest(
    String month,
    int revision,
    String publishedAt,
    String asOf,
    String run,
    long rows,
    long users,
    SortedMap<String, CurrencySum> currencies,
    Differences differences,
    long unreadable,
    List<File> files,
    String sha256,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Revision> revisions) {

  /** A file, and where it lies in the bucket. */
  record File(String name, String key, long bytes, String sha256) {}

  /** A line of the list of revisions; see {@link Manifest} for what its members mean. */
  record Revision(
      int revision,
      String publishedAt,
      String asOf,
      String run,
      long rows,
      long users,
      SortedMap<String, CurrencySum> currencies,
      long differences,
      long unreadable,
      List<File> files,
      String sha256) {}

  Manifest {
    files = List.copyOf(files);
    revisions = revisions == null ? List.of() : List.copyOf(revisions); // Absent in JSON: null.
  }

  static String folder(String month) {
    return "reports/" + month + "/";
  }

  static String folder(String month, int revision) {
    return folder(month) + "revisions/" + revision + "/";
  }

  /** The key of the manifest in a folder. */
  static String keyIn(String folder) {
    return folder + "manifest.json";
  }

  /** What a revision was published with. */
  static Manifest ofRevision(MonthContent content, int revision, Claim claim) {
    return new Manifest(
        content.month(),
        revision,
        claim.publishedAt(),
        claim.asOf(),
        claim.run(),
        content.rows(),
        content.users(),
        content.currencies(),
        content.differences(),
        content.unreadable(),
        files(content, folder(content.month(), revision)),
        claim.sha256(),
        List.of());
  }

  private static List<File> files(MonthContent content, String folder) {
    return content.files().stream()
        .map(file -> new File(file.name(), folder + file.name(), file.bytes(), file.sha256()))
        .toList();
  }

  /** This revision as the current one, after those that were published before. */
  Manifest asCurrent(List<Revision> before) {
    List<Revision> all = new ArrayList<>(before);
    all.add(
        new Revision(
            revision,
            publishedAt,
            asOf,
            run,
            rows,
            users,
            currencies,
            differences.users(),
            unreadable,
            files,
            sha256));
    List<File> current =
        files.stream()
            .map(
                file ->
                    new File(file.name(), folder(month) + file.name(), file.bytes(), file.sha256()))
            .toList();
    return new Manifest(
        month,
        revision,
        publishedAt,
        asOf,
        run,
        rows,
        users,
        currencies,
        differences,
        unreadable,
        current,
        sha256,
        all);
  }

  String key() {
    return keyIn(folder(month));
  }
}
