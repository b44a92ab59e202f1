package outlay.jobs.report;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all parts in their order.
 *
 * <p>Of each part it holds one row and one range of bytes, together at most {@value #RANGES_BYTES}
 * bytes of ranges and some 60 KB a part for decompression. So there may be {@value #MAX_PARTS}
 * parts, which full ones make about 20 million rows.
 */
final class RowMerge implements Closeable {
  static final int MAX_PARTS = 1000;
  private static final int RANGES_BYTES = 16 * 1024 * 1024;
  private static final int MAX_RANGE_BYTES = 32 * 1024;

  private final PriorityQueue<Source> sources;
  private final List<Source> all = new ArrayList<>();
  private @Nullable ReportRow last;

  /**
   * Opens the parts.
   *
   * @throws IllegalStateException if there are too many
   * @throws ReportStore.Missing if one is gone
   */
  RowMerge(ReportStore store, WorkFolder folder, List<Part> parts) {
    if (parts.size() > MAX_PARTS) {
      throw new IllegalStateException(
          parts.size() + " parts are more than the " + MAX_PARTS + " that can be merged");
    }
    sources = new PriorityQueue<>(Math.max(1, parts.size()));
    int rangeBytes = Math.min(MAX_RANGE_BYTES, RANGES_BYTES / Math.max(1, parts.size()));
    for (Part part : parts) {
      Source source = new Source(store, folder.key(part.name()), part, rangeBytes);
      all.add(source);
      if (source.advance()) {
        sources.add(source);
      }
    }
  }

  /**
   * The next row; null after the last one.
   *
   * @throws IllegalStateException if a row comes twice, or a part holds other than it should
   */
  @Nullable ReportRow next() {
    Source source = sources.poll();
    if (source == null) {
      return null;
    }
    ReportRow row = source.head();
    if (last != null && last.compareTo(row) >= 0) {
      throw new IllegalStateException("the parts hold a row twice, or are not sorted");
    }
    last = row;
    if (source.advance()) {
      sources.add(source);
    }
    return row;
  }

  @Override
  public void close() {
    for (Source source : all) {
      source.close();
    }
  }

  /** A part, as far as it is read. */
  private static final class Source implements Comparable<Source>, Closeable {
    private final Part part;
    private final PartFormat.Reader reader;
    private @Nullable ReportRow head;
    private int rows;

    Source(ReportStore store, String key, Part part, int rangeBytes) {
      this.part = part;
      try {
        this.reader = new PartFormat.Reader(new RangedInput(store, key, part.bytes(), rangeBytes));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }

    ReportRow head() {
      return java.util.Objects.requireNonNull(head);
    }

    boolean advance() {
      try {
        head = reader.next();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
      if (head != null) {
        rows++;
      } else if (rows != part.rows()) {
        throw new IllegalStateException(
            part.name() + " holds " + rows + " rows, not " + part.rows());
      } else {
        close();
      }
      return head != null;
    }

    @Override
    public int compareTo(Source other) {
      return head().compareTo(other.head());
    }

    @Override
    public void close() {
      try {
        reader.close();
      } catch (IOException impossible) {
        throw new UncheckedIOException("nothing is written", impossible);
      }
    }
  }
}
