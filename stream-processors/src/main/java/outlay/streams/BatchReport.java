package outlay.streams;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param records how many it had
 * @param subjects how many things were looked at again
 * @param poisoned how many failures went to the queue
 * @param retried how many subjects could not be looked at now
 * @param millis how long it took
 * @param measures what the function itself measured
 */
record BatchReport(
    int records, int subjects, int poisoned, int retried, long millis, List<Measure> measures) {
  BatchReport {
    measures = List.copyOf(measures);
  }

  /** A metric's value. */
  record Measure(String name, double value, Unit unit) {
    enum Unit {
      COUNT,
      SECONDS
    }

    static Measure count(String name, long value) {
      return new Measure(name, value, Unit.COUNT);
    }
  }
}
