package outlay.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import outlay.jobs.runs.Run;

/**
 * The parts that the segments of a run are done with. A segment's note lists its own; a list that
 * would be too long for a note is an object of its own, which the note names.
 *
 * @param parts in the order of the segments
 * @param lists names of the objects that lists are in
 */
record PartList(List<Part> parts, List<String> lists) {
  /** All segments' notes share an item of at most 400 KB. */
  private static final int MAX_NOTE_CHARACTERS = 1000;

  /** {@code {"parts": […]}} or {@code {"list": "0-list-…"}}. */
  private record Note(@Nullable List<Part> parts, @Nullable String list) {}

  PartList {
    parts = List.copyOf(parts);
    lists = List.copyOf(lists);
  }

  /** What a segment that is done says of its parts. */
  static String note(ReportStore store, WorkFolder folder, int segment, List<Part> parts) {
    String note = ReportJson.write(new Note(parts, null));
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
  static PartList of(ReportStore store, WorkFolder folder, Run run) {
    List<Part> parts = new ArrayList<>();
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
      if (note.parts == null) {
        throw new IllegalStateException("a segment's note lists no parts");
      }
      parts.addAll(note.parts);
    }
    return new PartList(parts, lists);
  }

  /** The keys of everything that the segments wrote and somebody reads. */
  List<String> keys(WorkFolder folder) {
    List<String> keys = new ArrayList<>();
    parts.forEach(part -> keys.add(folder.key(part.name())));
    lists.forEach(name -> keys.add(folder.key(name)));
    return keys;
  }
}
