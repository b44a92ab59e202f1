package outlay.jobs.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * An object's bytes, fetched range by range: a merge holds many parts open for long, and neither
 * keeps a connection waiting for its turn nor a whole part in memory.
 */
final class RangedInput extends InputStream {
  private final ReportStore store;
  private final String key;
  private final int total;
  private final int rangeBytes;
  private byte[] range = {};
  private int at;
  private int fetched;

  /**
   * @param total how long the object is
   * @param rangeBytes how much to fetch at once, and to hold
   */
  RangedInput(ReportStore store, String key, int total, int rangeBytes) {
    this.store = store;
    this.key = key;
    this.total = total;
    this.rangeBytes = rangeBytes;
  }

  @Override
  public int read() throws IOException {
    return fill() ? range[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, range.length - at);
    System.arraycopy(range, at, target, offset, count);
    at += count;
    return count;
  }

  @Override
  public int available() {
    return range.length - at;
  }

  private boolean fill() throws IOException {
    if (at == range.length && fetched < total) {
      int length = Math.min(rangeBytes, total - fetched);
      range = store.read(key, fetched, length);
      if (range.length != length) {
        throw new IOException(key + " gave " + range.length + " bytes of " + length);
      }
      fetched += length;
      at = 0;
    }
    return at < range.length;
  }
}
