package outlay.streams;

import java.util.Random;
import java.util.SplittableRandom;

/** Random numbers by seed. */
final class Seeds {
  private Seeds() {}

  /** The first numbers of {@link Random} are nearly the same for seeds that are near each other. */
  static Random random(long seed) {
    return new Random(new SplittableRandom(seed).nextLong());
  }
}
