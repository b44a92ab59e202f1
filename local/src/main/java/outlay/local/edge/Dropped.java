package outlay.local.edge;

import java.io.IOException;

/** The caller is to get no answer: its connection is closed. */
public final class Dropped extends IOException {
  private static final long serialVersionUID = 1;

  public Dropped(String why) {
    super(why);
  }
}
