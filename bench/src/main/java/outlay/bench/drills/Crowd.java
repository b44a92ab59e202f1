package outlay.bench.drills;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import outlay.histories.ApiActor;
import outlay.histories.Change;
import outlay.histories.Histories;
import outlay.histories.Limit;

/** Acts several random histories out at once, of two users each, who set budgets now and then. */
final class Crowd implements AutoCloseable {
  private static final LocalDate FIRST = LocalDate.of(2025, 1, 30);
  private static final int CHANGES_A_BUDGET = 12;
  private static final int CHANGES_AT_MOST = 5_000; // A token lasts for an hour.

  private final long seed;
  private final String name;
  private final List<ApiActor> actors = new ArrayList<>();
  private final ExecutorService threads;
  private final List<Future<Integer>> acting = new ArrayList<>();
  private final AtomicInteger acknowledged = new AtomicInteger();

  /**
   * @param seed decides what is done
   * @param name begins the users' names; another for each run, or they share expenses
   * @param parallel how many histories
   */
  Crowd(long seed, String name, int parallel, Supplier<ApiActor.Access> access) {
    this.seed = seed;
    this.name = name;
    this.threads = Executors.newFixedThreadPool(parallel);
    for (int i = 0; i < parallel; i++) {
      actors.add(new ApiActor(access, name + "-" + i));
    }
  }

  /** Everyone it acts for. */
  Set<String> users() {
    Set<String> users = new TreeSet<>();
    for (int i = 0; i < actors.size(); i++) {
      users.addAll(users(i));
    }
    return users;
  }

  private List<String> users(int history) {
    return List.of(name + "-" + history + "a", name + "-" + history + "b");
  }

  List<ApiActor> actors() {
    return List.copyOf(actors);
  }

  /** Begins, and goes on until it is enough. */
  void start(BooleanSupplier enough) {
    for (int i = 0; i < actors.size(); i++) {
      ApiActor actor = actors.get(i);
      List<Change> history = Histories.random(seed * 1_000 + i, CHANGES_AT_MOST, users(i), FIRST);
      Iterator<Limit> limits = Histories.limits(seed * 1_000 + i, users(i));
      acting.add(threads.submit(() -> act(actor, history, limits, enough)));
    }
  }

  /** How many changes were acknowledged so far. */
  int acknowledged() {
    return acknowledged.get();
  }

  private int act(
      ApiActor actor, List<Change> history, Iterator<Limit> limits, BooleanSupplier enough)
      throws IOException, InterruptedException {
    int done = 0;
    while (done < history.size() && !enough.getAsBoolean()) {
      if (done % CHANGES_A_BUDGET == 0) {
        actor.set(limits.next());
      }
      actor.act(history.get(done++));
      acknowledged.incrementAndGet();
    }
    return done;
  }

  /**
   * Waits until everything is answered.
   *
   * @return how many changes were acknowledged
   * @throws IOException if a change was refused, or not answered for minutes
   */
  int await() throws IOException, InterruptedException {
    try {
      int changes = 0;
      for (Future<Integer> each : acting) {
        changes += each.get();
      }
      return changes;
    } catch (ExecutionException failed) {
      throw new IOException("A history could not be acted out.", failed.getCause());
    }
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
