package outlay.streams;

import java.util.Optional;

/** Something to look at again; equal ones in a batch are looked at once. */
interface Subject {
  String userId();

  /** The day it is about, for people who look into a failure. */
  Optional<String> date();
}
