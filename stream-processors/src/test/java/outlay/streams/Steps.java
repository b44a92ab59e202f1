package outlay.streams;

/** Where others may go on first. */
@FunctionalInterface
interface Steps {
  void step();
}
