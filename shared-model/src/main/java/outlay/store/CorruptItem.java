package outlay.store;

/** A stored item is not what Outlay writes. Trying again cannot help: someone must look. */
public final class CorruptItem extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CorruptItem(String message, Throwable cause) {
    super(message, cause);
  }

  public CorruptItem(String message) {
    super(message);
  }
}
