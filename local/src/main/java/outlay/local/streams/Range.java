package outlay.local.streams;

import java.util.List;
import java.util.Optional;
import outlay.local.lambda.Invocation;

/**
 * Records of a batch that go to the function together.
 *
 * @param records in order, never empty
 * @param failures how often the function failed on just these
 * @param invocations how often they were handed over, also together with others
 * @param last the last of those invocations
 */
record Range(List<StreamRecord> records, int failures, int invocations, Optional<Invocation> last) {
  static Range of(List<StreamRecord> records) {
    return new Range(List.copyOf(records), 0, 0, Optional.empty());
  }

  Range invoked(Invocation invocation) {
    return new Range(records, failures, invocations + 1, Optional.of(invocation));
  }

  Range failed() {
    return new Range(records, failures + 1, invocations, last);
  }

  /** The first {@code count} records, which must be some. */
  Range first(int count) {
    return new Range(records.subList(0, count), failures, invocations, last);
  }

  /** All but the first {@code count} records; their failures count from here on. */
  Range after(int count) {
    int counted = count == 0 ? failures : 0;
    return new Range(records.subList(count, records.size()), counted, invocations, last);
  }

  /** The records from an index on, with the failures of the whole. */
  Range from(int index) {
    return new Range(records.subList(index, records.size()), failures, invocations, last);
  }

  StreamRecord firstRecord() {
    return records.get(0);
  }

  StreamRecord lastRecord() {
    return records.get(records.size() - 1);
  }
}
