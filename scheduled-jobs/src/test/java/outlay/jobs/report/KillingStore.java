package outlay.jobs.report;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** A store at one of whose calls the function ends: before it, or after it with its answer lost. */
final class KillingStore implements ReportStore {
  private final ReportStore store;
  private final int killAt;
  private final boolean before;
  private int calls;

  /** Where the function ended. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param killAt which call, from 1; a later one than there are kills nothing
   */
  KillingStore(ReportStore store, int killAt, boolean before) {
    this.store = store;
    this.killAt = killAt;
    this.before = before;
  }

  private <T> T call(Supplier<T> call) {
    calls++;
    if (calls == killAt && before) {
      throw new Killed();
    }
    T answer = call.get();
    if (calls == killAt) {
      throw new Killed();
    }
    return answer;
  }

  private void run(Runnable call) {
    call(
        () -> {
          call.run();
          return "";
        });
  }

  @Override
  public Optional<Document> read(String key) {
    return call(() -> store.read(key));
  }

  @Override
  public byte[] read(String key, int from, int length) {
    return call(() -> store.read(key, from, length));
  }

  @Override
  public void put(String key, byte[] bytes, String contentType) {
    run(() -> store.put(key, bytes, contentType));
  }

  @Override
  public boolean create(String key, String text) {
    return call(() -> store.create(key, text));
  }

  @Override
  public boolean replace(String key, String text, String tag) {
    return call(() -> store.replace(key, text, tag));
  }

  @Override
  public Upload upload(String key, String contentType) {
    Upload upload = call(() -> store.upload(key, contentType));
    return new Upload() {
      @Override
      public void write(int value) throws java.io.IOException {
        upload.write(value);
      }

      @Override
      public void write(byte[] source, int offset, int length) throws java.io.IOException {
        upload.write(source, offset, length);
      }

      @Override
      void complete() {
        run(upload::complete);
      }

      @Override
      public void close() {
        upload.close();
      }
    };
  }

  @Override
  public void copy(String from, String to, String contentType, String sha256) {
    run(() -> store.copy(from, to, contentType, sha256));
  }

  @Override
  public Optional<String> noted(String key) {
    return call(() -> store.noted(key));
  }

  @Override
  public void delete(Collection<String> keys) {
    run(() -> store.delete(keys));
  }
}
