/**
 * What is measured, and written into {@code docs/benchmarks.md}: a command for each section, {@link
 * outlay.bench.figures.Target} for what must hold.
 */
@NullMarked
package outlay.bench.figures;

import org.jspecify.annotations.NullMarked;
