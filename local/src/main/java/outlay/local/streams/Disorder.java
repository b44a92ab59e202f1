package outlay.local.streams;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Has pollers deliver as badly as Lambda may, by rates that can be changed while they run; well, at
 * first. What befalls the n-th batch of a mapping follows from the seed.
 */
public final class Disorder {
  /**
   * Shares of the batches, 0 to 1 each.
   *
   * @param again a whole batch, or a suffix of it, is delivered a second time after it was handled
   * @param later likewise, but after a later batch
   * @param atOnce a batch is delivered twice at the same time, as by two pollers on a shard
   * @param split a batch is delivered as by shards that were split: records of different items in
   *     any order, those of an item in theirs
   * @param lost an answer of the function is lost, so that its batch counts as failed and is
   *     halved, where the mapping does that, at any point
   * @param discarded a batch is not delivered at all
   */
  public record Rates(
      double again, double later, double atOnce, double split, double lost, double discarded) {
    public static final Rates NONE = new Rates(0, 0, 0, 0, 0, 0);

    /** All but what loses records. */
    public static Rates harmless(double rate) {
      return new Rates(rate, rate, rate, rate, rate, 0);
    }

    /** Nothing is delivered. */
    public static final Rates OUTAGE = new Rates(0, 0, 0, 0, 0, 1);
  }

  private static final int MOST_LOSSES = 2;

  private record Plan(long seed, Rates rates, Map<String, LongAdder> done) {}

  private final Map<String, AtomicLong> batches = new ConcurrentHashMap<>();
  private volatile Plan plan = new Plan(0, Rates.NONE, Map.of());

  /** From now on these rates hold; what was done is counted from 0. */
  public void start(long seed, Rates rates) {
    batches.clear();
    plan = new Plan(seed, rates, new ConcurrentHashMap<>());
  }

  /** From now on everything is delivered as it should be. */
  public void stop() {
    Plan last = plan;
    plan = new Plan(last.seed, Rates.NONE, last.done);
  }

  /** How often each was done since the last start: {@code again}. */
  public Map<String, Long> done() {
    Map<String, Long> counts = new TreeMap<>();
    plan.done.forEach((what, count) -> counts.put(what, count.sum()));
    return counts;
  }

  /** What befalls a mapping's next batch. */
  Draw draw(String mapping) {
    Plan now = plan;
    long count = batches.computeIfAbsent(mapping, any -> new AtomicLong()).incrementAndGet();
    return new Draw(now, new SplittableRandom(Objects.hash(now.seed, mapping, count)));
  }

  /** What befalls one batch. For one thread. */
  static final class Draw {
    private final Plan plan;
    private final SplittableRandom random;
    private int losses;

    private Draw(Plan plan, SplittableRandom random) {
      this.plan = plan;
      this.random = random;
    }

    /** Nothing befalls it. */
    static Draw none() {
      return new Draw(new Plan(0, Rates.NONE, Map.of()), new SplittableRandom(0));
    }

    boolean again() {
      return happens("again", plan.rates.again);
    }

    boolean later() {
      return happens("later", plan.rates.later);
    }

    boolean atOnce() {
      return happens("at once", plan.rates.atOnce);
    }

    boolean split() {
      return happens("split", plan.rates.split);
    }

    /** Not so often for one batch that its records would be given up. */
    boolean lost() {
      boolean isLost = losses < MOST_LOSSES && happens("lost answer", plan.rates.lost);
      losses += isLost ? 1 : 0;
      return isLost;
    }

    boolean discarded() {
      return happens("discarded", plan.rates.discarded);
    }

    /** All of it, or what is left after some. */
    <T> List<T> suffix(List<T> records) {
      return List.copyOf(records.subList(random.nextInt(records.size()), records.size()));
    }

    /** Where to halve so many: in the middle, unless there is disorder. */
    int half(int size) {
      return plan.rates.lost > 0 ? 1 + random.nextInt(size - 1) : size / 2;
    }

    int below(int bound) {
      return random.nextInt(bound);
    }

    private boolean happens(String what, double rate) {
      boolean happens = rate > 0 && random.nextDouble() < rate;
      if (happens) {
        plan.done.computeIfAbsent(what, any -> new LongAdder()).increment();
      }
      return happens;
    }
  }
}
