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
 * <p>Of each part it holds one row, one range of bytes, and some 60 KB for decompression. So there
 * may be {@value #MAX_PARTS} parts, which full ones make about 20 million rows. The ranges are the
 * larger the fewer parts there are: each is a call.
 *
 * @param <T> a row
 */
final class Merge<T extends Comparable<? super T>> implements Closeable {
  static final int MAX_PARTS = 1000;
  private static final int RANGES_BYTES = 1024 * 1024;
  private static final int MIN_RANGE_BYTES = 16 * 1024;
  private static final int MAX_RANGE_BYTES = 64 * 1024;

  private final PriorityQueue<Source<T>> sources;
  private final List<Source<T>> all = new ArrayList<>();
  private final boolean distinct;
  private @Nullable T last;

  private Merge(
      ReportStore store,
      WorkFolder folder,
      List<Part> parts,
      PartFormat.Reading<T> reading,
      boolean distinct) {
    this.distinct = distinct;
    if (parts.size() > MAX_PARTS) {
      throw new IllegalStateException(
          parts.size() + " parts are more than the " + MAX_PARTS + " that can be merged");
    }
    sources = new PriorityQueue<>(Math.max(1, parts.size()));
    int rangeBytes = RANGES_BYTES / Math.max(1, parts.size());
    rangeBytes = Math.max(MIN_RANGE_BYTES, Math.min(MAX_RANGE_BYTES, rangeBytes));
    for (Part part : parts) {
      Source<T> source =
          new Source<>(
              part,
              new RangedInput(store, folder.key(part.name()), part.bytes(), rangeBytes),
              reading);
      all.add(source);
      if (source.advance()) {
        sources.add(source);
      }
    }
  }

  /**
   * Opens parts of expenses.
   *
   * @throws IllegalStateException if there are too many
   * @throws ReportStore.Missing if one is gone
   */
  static Merge<ReportRow> rows(ReportStore store, WorkFolder folder, List<Part> parts) {
    return new Merge<>(store, folder, parts, PartFormat::row, true);
  }

  /** Opens parts of what was counted; a user may be in several. Fails as {@link #rows}. */
  static Merge<CountedUser> counted(ReportStore store, WorkFolder folder, List<Part> parts) {
    return new Merge<>(store, folder, parts, PartFormat::counted, false);
  }

  /**
   * The next row; null after the last one.
   *
   * @throws IllegalStateException if a row comes twice, or a part holds other than it should
   */
  @Nullable T next() {
    Source<T> source = sources.poll();
    if (source == null) {
      return null;
    }
    T row = source.head();
    if (last != null && last.compareTo(row) > (distinct ? -1 : 0)) {
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
    for (Source<T> source : all) {
      source.close();
    }
  }

  /** A part, as far as it is read. */
  private static final class Source<T extends Comparable<? super T>>
      implements Comparable<Source<T>>, Closeable {
    private final Part part;
    private final PartFormat.Reader<T> reader;
    private @Nullable T head;
    private int rows;

    Source(Part part, RangedInput bytes, PartFormat.Reading<T> reading) {
      this.part = part;
      try {
        this.reader = new PartFormat.Reader<>(bytes, reading);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }

    T head() {
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
    public int compareTo(Source<T> other) {
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
