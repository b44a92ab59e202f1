/**
 * The monthly report: {@code expenses.csv}, {@code summary.csv}, {@code report.html}, and {@code
 * manifest.json} under {@code reports/YYYY-MM/} in S3, and word of it on the event bus.
 *
 * <p>Segments read the expenses and leave them as sorted parts ({@link
 * outlay.jobs.report.SegmentReader}); the end of the run merges the parts ({@link
 * outlay.jobs.report.Merge}) into the files ({@link outlay.jobs.report.Draft}) and makes them the
 * month's current revision ({@link outlay.jobs.report.Publisher}). Start at {@link
 * outlay.jobs.report.ReportJob}.
 */
@NullMarked
package outlay.jobs.report;

import org.jspecify.annotations.NullMarked;
