package outlay.jobs.report;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * A work object that holds sorted rows, of expenses or of what was counted.
 *
 * @param name its key after the run's folder
 * @param bytes how long it is
 * @param rows how many rows it holds, one or more
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Part(String name, int bytes, int rows) {}
