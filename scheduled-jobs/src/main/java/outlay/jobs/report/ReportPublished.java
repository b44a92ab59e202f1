package outlay.jobs.report;

import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The event that a month's report is there, as its detail on the bus.
 *
 * <pre>
 * {"month": "2026-01", "bucket": "…", "key": "reports/2026-01/manifest.json", "revision": 2,
 *  "changed": true, "rows": 812, "users": 3, "differences": 0, "unreadable": 0,
 *  "currencies": {"INR": {"spent": "41000.00", "earned": "0.00", "count": 812}},
 *  "sums": "INR: spent 41000.00, earned 0.00"}
 * </pre>
 *
 * <p>It holds no text that a user wrote.
 *
 * @param key of the manifest
 * @param changed whether the run made a new revision; false if it found the same, or a newer one
 * @param differences how many users were counted otherwise
 * @param sums the currencies in words, for a message to people
 */
record ReportPublished(
    String month,
    String bucket,
    String key,
    int revision,
    boolean changed,
    long rows,
    long users,
    long differences,
    long unreadable,
    SortedMap<String, CurrencySum> currencies,
    String sums) {

  static ReportPublished of(Publisher.Published published, String bucket) {
    Manifest manifest = published.manifest();
    return new ReportPublished(
        manifest.month(),
        bucket,
        manifest.key(),
        manifest.revision(),
        published.changed(),
        manifest.rows(),
        manifest.users(),
        manifest.differences().users(),
        manifest.unreadable(),
        manifest.currencies(),
        inWords(manifest.currencies()));
  }

  private static String inWords(SortedMap<String, CurrencySum> currencies) {
    return currencies.isEmpty()
        ? "nothing"
        : currencies.entrySet().stream()
            .map(
                each ->
                    each.getKey()
                        + ": spent "
                        + each.getValue().spent()
                        + ", earned "
                        + each.getValue().earned())
            .collect(Collectors.joining("; "));
  }
}
