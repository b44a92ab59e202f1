package outlay.jobs.report;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/**
 * What a report of a month says. Two that are equal are the same report, whenever and by whichever
 * run they were made.
 *
 * @param month {@code 2026-01}
 * @param rows how many expenses and incomes
 * @param users how many people's
 * @param currencies the sums, by the currency's code
 * @param differences who was counted otherwise
 * @param unreadable how many expenses are left out since they are not what Outlay writes
 * @param files everything but the manifest
 */
record MonthContent(
    String month,
    long rows,
    long users,
    SortedMap<String, CurrencySum> currencies,
    Differences differences,
    long unreadable,
    List<ReportFile> files) {
  MonthContent {
    files = List.copyOf(files);
  }

  /** The SHA-256 of all of it, in hexadecimal digits. */
  String sha256() {
    return HexFormat.of()
        .formatHex(
            FileUpload.sha256().digest(ReportJson.write(this).getBytes(StandardCharsets.UTF_8)));
  }
}
