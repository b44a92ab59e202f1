package outlay.jobs.report;

class InMemoryReportStoreTest extends ReportStoreContract {
  private final ReportStore store = new InMemoryReportStore();

  @Override
  ReportStore store() {
    return store;
  }
}
