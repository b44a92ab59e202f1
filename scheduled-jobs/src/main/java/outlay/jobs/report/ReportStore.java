package outlay.jobs.report;

import java.io.OutputStream;
import java.util.Collection;
import java.util.Optional;

/**
 * Where reports lie: objects under keys, each whole or not there. Every read sees every write that
 * was answered before it. A write whose answer was lost may have been done, and may be repeated.
 */
interface ReportStore {
  /**
   * A small object.
   *
   * @param tag what {@link #replace} wants to know of it
   */
  record Document(String text, String tag) {}

  /** Work that someone else has ended meanwhile was wanted. */
  final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;

    Missing(String key) {
      super("there is no object " + key);
    }
  }

  /**
   * An object on its way. Nothing is seen of it before {@link #complete}; closed without, nothing
   * is left of it.
   */
  abstract class Upload extends OutputStream {
    /** Ends the object: it is there when this returns. */
    abstract void complete();

    /** Gives the object up unless it is complete. */
    @Override
    public abstract void close();
  }

  Optional<Document> read(String key);

  /**
   * Some bytes of an object.
   *
   * @param length how many; the object must have them
   * @throws Missing if there is no such object
   */
  byte[] read(String key, int from, int length);

  /** Writes an object, whatever was there. */
  void put(String key, byte[] bytes, String contentType);

  /**
   * Writes a JSON document where there is none.
   *
   * @return false if there may be one already; look what it is
   */
  boolean create(String key, String text);

  /**
   * Writes a JSON document over one that is still as it was read.
   *
   * @return false if it may have changed; look what it is
   */
  boolean replace(String key, String text, String tag);

  /** Begins an object of any length. */
  Upload upload(String key, String contentType);

  /**
   * Copies an object, and notes its SHA-256 with the copy.
   *
   * @throws Missing if there is none to copy
   */
  void copy(String from, String to, String contentType, String sha256);

  /** The SHA-256 that {@link #copy} noted; empty if it did not write the object. */
  Optional<String> noted(String key);

  /** Deletes the objects of these keys that are there. */
  void delete(Collection<String> keys);
}
