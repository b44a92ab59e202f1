/**
 * Which monthly reports there are, and links to their files, for operators and finance. A function
 * of its own, so that what lists expenses need not carry the client of S3. Start at {@link
 * outlay.reports.ReportsHandler}.
 */
@NullMarked
package outlay.reports;

import org.jspecify.annotations.NullMarked;
