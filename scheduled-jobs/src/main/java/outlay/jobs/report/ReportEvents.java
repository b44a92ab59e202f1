package outlay.jobs.report;

/** Who is told that a report is there. */
interface ReportEvents {
  /** Tells it, or throws. A second attempt may tell it twice. */
  void published(ReportPublished event);
}
