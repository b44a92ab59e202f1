package outlay.local.streams;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A mapping, and copies of it that differ. */
final class Mappings {
  static final String STREAM_ARN =
      "arn:aws:dynamodb:eu-west-1:000000000000:table/expenses/stream/2026-01-01T00:00:00.000";
  static final String QUEUE_URL = "http://127.0.0.1:1/000000000000/failures";

  /** As the template has them: partial answers, halving, 3 retries, an on-failure queue. */
  static final Mapping TOTALS =
      new Mapping(
          "Totals-ExpenseChanges",
          "Totals",
          "expenses",
          STREAM_ARN,
          List.of(),
          10,
          Duration.ZERO,
          true,
          3,
          Optional.of(Duration.ofHours(6)),
          true,
          Optional.of(QUEUE_URL),
          true,
          Optional.of("expiresAt"));

  private Mappings() {}

  static Mapping filtered(String pattern) {
    return copy(List.of(pattern), 10, Duration.ZERO, true, 3, true);
  }

  static Mapping batches(int size, Duration window) {
    return copy(List.of(), size, window, true, 3, true);
  }

  static Mapping retries(boolean bisect, int retries) {
    return copy(List.of(), 10, Duration.ZERO, bisect, retries, true);
  }

  static Mapping withoutReports() {
    return copy(List.of(), 10, Duration.ZERO, false, 3, false);
  }

  private static Mapping copy(
      List<String> filters,
      int batchSize,
      Duration window,
      boolean bisect,
      int retries,
      boolean report) {
    return new Mapping(
        TOTALS.id(),
        TOTALS.function(),
        TOTALS.table(),
        TOTALS.streamArn(),
        filters,
        batchSize,
        window,
        bisect,
        retries,
        TOTALS.maximumRecordAge(),
        report,
        TOTALS.onFailureQueueUrl(),
        true,
        TOTALS.ttlAttribute());
  }
}
