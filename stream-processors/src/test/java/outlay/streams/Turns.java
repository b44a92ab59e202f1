package outlay.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Actors that run one at a time, and hand over at the steps they name: real threads, but every
 * interleaving follows from the seed.
 */
final class Turns implements Steps {
  private static final int LONGEST_STALL = 200;

  private final Random random;
  private final double handOver;
  private final List<Actor> actors = new ArrayList<>();
  private long steps;
  private volatile @Nullable Actor turn;
  private volatile @Nullable Throwable failure;

  /**
   * @param handOver how probable it is that a step hands over
   */
  Turns(Random random, double handOver) {
    this.random = random;
    this.handOver = handOver;
  }

  void add(Runnable work) {
    actors.add(new Actor(work));
  }

  /** Runs all actors to their end. */
  void run() {
    List<Actor> all = List.copyOf(actors);
    turn = all.get(random.nextInt(all.size()));
    all.forEach(actor -> actor.thread.start());
    for (Actor actor : all) {
      try {
        actor.thread.join();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
    if (failure != null) {
      throw new AssertionError("an actor failed", failure);
    }
  }

  /** A point where others may go on first; sometimes they do for long. */
  @Override
  public void step() {
    steps++;
    if (random.nextDouble() < handOver) {
      rest(random.nextInt(5) == 0 ? random.nextInt(LONGEST_STALL) : 0);
    }
  }

  /** Lets others go on for this many steps, if there are any who can. */
  void rest(int restedSteps) {
    Actor me = turn;
    if (me != null) {
      me.stalledUntil = steps + restedSteps;
      Actor next = next();
      if (next != me) {
        give(next);
        me.awaitTurn();
      }
    }
  }

  private Actor next() {
    List<Actor> ready = actors.stream().filter(actor -> actor.stalledUntil <= steps).toList();
    List<Actor> choice = ready.isEmpty() ? actors : ready;
    return choice.get(random.nextInt(choice.size()));
  }

  private void give(@Nullable Actor next) {
    turn = next;
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }

  private final class Actor {
    private final Thread thread;
    private long stalledUntil;

    Actor(Runnable work) {
      thread =
          new Thread(
              () -> {
                awaitTurn();
                try {
                  work.run();
                } catch (Throwable thrown) {
                  failure = thrown;
                }
                actors.remove(this);
                give(actors.isEmpty() ? null : next());
              },
              "actor");
    }

    void awaitTurn() {
      while (turn != this) {
        LockSupport.park(this);
      }
    }
  }
}
