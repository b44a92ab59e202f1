package outlay.local.background;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does things when a clock says that it is time, whatever the clock: one that a test moves is
 * looked at as often as the system's. When it jumps, everything that it passed is done, in the
 * order of time. Safe for many threads; tasks run one after the other, and must be short.
 */
public final class Alarms implements Backlog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

  /** A clock does not say that it was moved. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final InstantSource clock;
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(
          Comparator.comparing((Alarm alarm) -> alarm.at).thenComparingLong(alarm -> alarm.number));
  private final Semaphore set = new Semaphore(0);
  private final ReentrantLock ringing = new ReentrantLock();
  private final AtomicLong rung = new AtomicLong();
  private @Nullable Thread thread;
  private long numbers;
  private volatile boolean closed;

  private Alarms(InstantSource clock) {
    this.clock = clock;
  }

  /** Alarms that go off in {@link #ring}, or by themselves after {@link #start}. */
  public static Alarms of(InstantSource clock) {
    return new Alarms(clock);
  }

  /** From now on they go off by themselves. */
  public synchronized void start() {
    Thread started = new Thread(this::run, "alarms");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /** What the clock says. */
  public Instant now() {
    return clock.instant();
  }

  /** Something to be done. */
  public final class Alarm {
    private final Instant at;
    private final long number;
    private final Runnable task;

    private Alarm(Instant at, long number, Runnable task) {
      this.at = at;
      this.number = number;
      this.task = task;
    }

    /** It is not done, unless it is being done already. */
    public void cancel() {
      synchronized (Alarms.this) {
        alarms.remove(this);
      }
    }
  }

  /** Does {@code task} once the clock is at {@code when} or past it. */
  public synchronized Alarm at(Instant when, Runnable task) {
    Alarm alarm = new Alarm(when, numbers++, task);
    if (!closed) {
      alarms.add(alarm);
      set.release();
    }
    return alarm;
  }

  /** Does {@code task} when so much time has passed. */
  public Alarm after(Duration time, Runnable task) {
    return at(now().plus(time), task);
  }

  /** Does everything whose time has come, and what comes due by it. */
  public void ring() {
    ringing.lock();
    try {
      for (Alarm due = due(); due != null; due = due()) {
        due.task.run();
        rung.incrementAndGet();
      }
    } finally {
      ringing.unlock();
    }
  }

  private synchronized @Nullable Alarm due() {
    Alarm first = alarms.peek();
    return first == null || first.at.isAfter(clock.instant()) ? null : alarms.poll();
  }

  private void run() {
    while (sleep()) {
      try {
        ring();
      } catch (RuntimeException failed) {
        LOG.atError().setCause(failed).log("alarm_failed"); // The others must go off.
      }
    }
  }

  /**
   * Waits until an alarm is set or the clock should be looked at again.
   *
   * @return false at the end
   */
  private boolean sleep() {
    try {
      if (set.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        set.drainPermits();
      }
      return !closed;
    } catch (InterruptedException ended) {
      return false;
    }
  }

  /** Whether nothing is due; what is set for later is not waited for. */
  @Override
  public boolean isSettledSince(long nanoTime) {
    if (!ringing.tryLock()) {
      return false;
    }
    try {
      synchronized (this) {
        Alarm first = alarms.peek();
        return first == null || first.at.isAfter(clock.instant());
      }
    } finally {
      ringing.unlock();
    }
  }

  @Override
  public long activity() {
    return rung.get();
  }

  /** Nothing is done any more. */
  @Override
  public void close() {
    Thread ending;
    synchronized (this) {
      closed = true;
      alarms.clear();
      ending = thread;
    }
    if (ending != null) {
      ending.interrupt();
      try {
        ending.join(Duration.ofSeconds(5).toMillis());
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
