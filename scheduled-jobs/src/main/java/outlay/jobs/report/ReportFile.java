package outlay.jobs.report;

/**
 * What a file holds.
 *
 * @param name such as {@code expenses.csv}
 * @param sha256 in hexadecimal digits
 */
record ReportFile(String name, long bytes, String sha256) {}
