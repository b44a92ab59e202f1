package outlay.jobs.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import outlay.jobs.runs.Run;

/**
 * What the segments of a run found. A segment's note says it; what would be too long for a note is
 * an object of its own, which the note names.
 *
 * @param parts in the order of the segments
 * @param withoutRows users of whom something was counted, though they had no rows when their
 *     segment was read
 * @param lists names of the objects that stand for notes
 */
record SegmentResults(List<Part> parts, SortedSet<String> withoutRows, List<String> lists) {
  /** All segments' notes share an item of at most 400 KB. */
  private static final int MAX_NOTE_CHARACTERS = 1000;

  /** {@code {"found": {"parts": […], "withoutRows": […]}}} or {@code {"list": "0-list-…"}}. */
  private record Note(@Nullable SegmentResult found, @Nullable String list) {}

  SegmentResults {
    parts = List.copyOf(parts);
    withoutRows = Collections.unmodifiableSortedSet(new TreeSet<>(withoutRows));
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
    SortedSet<String> withoutRows = new TreeSet<>();
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
      withoutRows.addAll(note.found.withoutRows());
    }
    return new SegmentResults(parts, withoutRows, lists);
  }

  /** The keys of everything that the segments wrote and somebody reads. */
  List<String> keys(WorkFolder folder) {
    List<String> keys = new ArrayList<>();
    parts.forEach(part -> keys.add(folder.key(part.name())));
    lists.forEach(name -> keys.add(folder.key(name)));
    return keys;
  }
}
