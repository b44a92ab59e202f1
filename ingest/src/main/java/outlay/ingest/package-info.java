/**
 * Validates and writes expenses; computes no total, sends no alert. Start at {@link
 * outlay.ingest.IngestHandler}.
 */
@NullMarked
package outlay.ingest;

import org.jspecify.annotations.NullMarked;
