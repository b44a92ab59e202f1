package outlay.streams;

/** Where batches are reported to. */
interface Reporter {
  void report(BatchReport report);
}
