package outlay.jobs.runs;

/** How far a call got with a segment. Its counts are those of this call alone. */
public sealed interface Progress {
  Counts counts();

  /**
   * Time is near: another call takes over.
   *
   * @param cursor where, in the job's own words; at most 200 KB, since it travels in a message
   */
  record More(String cursor, Counts counts) implements Progress {}

  /**
   * The segment is done.
   *
   * @param note what the end of the run needs to know of the segment, in the job's own words; at
   *     most a few KB, since the notes of all segments share an item
   */
  record Done(Counts counts, String note) implements Progress {}
}
