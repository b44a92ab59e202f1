package outlay.jobs.report;

/** The files of a report, beside its manifest. */
enum FileName {
  EXPENSES("expenses.csv", "text/csv; charset=utf-8; header=present"),
  SUMMARY("summary.csv", "text/csv; charset=utf-8; header=present"),
  PAGE("report.html", "text/html; charset=utf-8");

  private final String text;
  private final String contentType;

  FileName(String text, String contentType) {
    this.text = text;
    this.contentType = contentType;
  }

  String text() {
    return text;
  }

  String contentType() {
    return contentType;
  }
}
