package outlay.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import outlay.jobs.runs.Run;

/**
 * What the segments of a run found. A segment's note says it; what would be too long for a note is
 * an object of its own, which the note names.
 *
 * @param parts in the order of the segments
 * @param totals likewise
 * @param lists names of the objects that stand for notes
 */
record SegmentResults(List<Part> parts, List<Part> totals, List<String> lists) {
  /** All segments' notes share an item of at most 400 KB. */
  private static final int MAX_NOTE_CHARACTERS = 1000;

  /** {@code {"found": {"parts": […], "totals": […]}}} or {@code {"list": "0-list-…"}}. */
  private record Note(@Nullable SegmentResult found, @Nullable String list) {}

  SegmentResults {
    parts = List.copyOf(parts);
    totals = List.copyOf(totals);
    lists = List.copyOf(lists);
  }

  /** What a segment that is done says. */
  static String note(ReportStore store, WorkFolder folder, int segment, SegmentResult found) {
    String note = ReportJson.write(new Note(found, null));
    if (note.length() <= MAX_NOTE_CHARACTERS) {
      return note;
    }
    String name = WorkFolder.unique(segment + "-list");
    store.create(folder.key(name), note);
    return ReportJson.write(new Note(null, name));
  }

  /**
   * Reads the notes of all segments.
   *
   * @throws ReportStore.Missing if a list is gone
   */
  static SegmentResults of(ReportStore store, WorkFolder folder, Run run) {
    List<Part> parts = new ArrayList<>();
    List<Part> totals = new ArrayList<>();
    List<String> lists = new ArrayList<>();
    for (String text : run.notes()) {
      Note note = ReportJson.read(text, Note.class);
      if (note.list != null) {
        String key = folder.key(note.list);
        lists.add(note.list);
        note =
            ReportJson.read(
                store.read(key).orElseThrow(() -> new ReportStore.Missing(key)).text(), Note.class);
      }
      if (note.found == null) {
        throw new IllegalStateException("a segment's note does not say what it found");
      }
      parts.addAll(note.found.parts());
      totals.addAll(note.found.totals());
    }
    return new SegmentResults(parts, totals, lists);
  }

  /** The keys of everything that the segments wrote and somebody reads. */
  List<String> keys(WorkFolder folder) {
    List<String> keys = new ArrayList<>();
    parts.forEach(part -> keys.add(folder.key(part.name())));
    totals.forEach(part -> keys.add(folder.key(part.name())));
    lists.forEach(name -> keys.add(folder.key(name)));
    return keys;
  }
}
