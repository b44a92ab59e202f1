package outlay.local;

/** Something that the person at the terminal can mend. Its message is all they need to see. */
public final class Complaint extends RuntimeException {
  private static final long serialVersionUID = 1;

  Complaint(String message) {
    super(message);
  }
}
