package outlay.jobs.digest;

import outlay.model.CategoryTotals;
import outlay.model.DayTotals;

/**
 * What a user's days come to, in few bytes and in whatever order they are added: two histories with
 * the same digest are the same but for a chance of one in 2^64. Days on which nothing counts do not
 * change it, since they may have totals or none.
 *
 * @param sum of the hashes of all days on which something counts
 * @param days how many were added, whatever counts on them
 */
public record DayDigest(long sum, int days) {
  public static final DayDigest NONE = new DayDigest(0, 0);

  private static final long SEED = 0xcbf29ce484222325L; // FNV-1a, by 64 bits.
  private static final long PRIME = 0x100000001b3L;

  /** With a day more, which was not added before. */
  public DayDigest plus(String date, DayTotals totals) {
    return new DayDigest(
        totals.equals(DayTotals.NONE) ? sum : sum + hash(date, totals), Math.addExact(days, 1));
  }

  /** With other days more, none of which was added before. */
  public DayDigest plus(DayDigest others) {
    return new DayDigest(sum + others.sum, Math.addExact(days, others.days));
  }

  private static long hash(String date, DayTotals totals) {
    long[] hash = {text(SEED, date)};
    totals
        .currencies()
        .forEach(
            (currency, categories) -> {
              hash[0] = text(hash[0], currency.code());
              categories.forEach((category, each) -> hash[0] = category(hash[0], category, each));
            });
    return hash[0];
  }

  private static long category(long hash, String category, CategoryTotals totals) {
    long with = text(hash, category);
    with = mixed(with ^ totals.spent());
    with = mixed(with ^ totals.earned());
    return mixed(with ^ totals.count());
  }

  private static long text(long hash, String text) {
    long with = hash;
    for (int i = 0; i < text.length(); i++) {
      with = (with ^ text.charAt(i)) * PRIME;
    }
    return mixed(with ^ text.length());
  }

  /** The finalizer of MurmurHash3: each bit of what goes in changes each bit with even odds. */
  private static long mixed(long hash) {
    long with = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    with = (with ^ (with >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return with ^ (with >>> 33);
  }
}
