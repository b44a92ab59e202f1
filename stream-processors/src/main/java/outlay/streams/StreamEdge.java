package outlay.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.store.Aws;
import outlay.store.Backoff;
import outlay.store.CorruptItem;
import outlay.store.ManyUsers;

/**
 * Where a batch of stream records becomes subjects to look at again, and what became of them
 * becomes Lambda's partial batch response. The subjects are looked at in parallel, each once, and
 * all are waited for: what still runs when a function answers goes on at some later time, or never.
 *
 * <p>Failures are told apart. What can never be done (<i>poison</i>: an item that is not what
 * Outlay writes, a record of another stream) goes to the failure queue and is done with, so that it
 * does not hold up what comes after it. Anything else is <i>transient</i>: all other subjects are
 * still looked at, and the answer names the lowest sequence number that failed, from which on
 * Lambda delivers again.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html">Partial
 *     batch response</a>: the lowest one counts; an empty list is full success, an empty number
 *     full failure
 */
class StreamEdge {
  private static final Logger LOG = LoggerFactory.getLogger(StreamEdge.class);

  /** Nothing is begun that a time-out could cut off: a call takes 8 seconds at most. */
  private static final long MARGIN_MILLIS = 9_000;

  /** When a table is out of reach, every subject fails alike. */
  private static final int MAX_FAULTS_LOGGED = 3;

  private final String function;
  private final Set<String> tables;
  private final FailureQueue failures;
  private final ExecutorService pool;
  private final Backoff backoff;

  /**
   * @param function the function's name, for people who look into a failure
   * @param tables whose streams are expected; a record of another is refused
   * @param backoff awaited once before an answer that asks for another delivery: Lambda's attempts
   *     are counted, and must outlast a table that is throttled for half a minute
   */
  StreamEdge(
      String function,
      Set<String> tables,
      FailureQueue failures,
      ExecutorService pool,
      Backoff backoff) {
    this.function = function;
    this.tables = Set.copyOf(tables);
    this.failures = failures;
    this.pool = pool;
    this.backoff = backoff;
  }

  /** Threads that keep a table busy; they end with the JVM. */
  static ExecutorService pool() {
    return Executors.newFixedThreadPool(
        Aws.MAX_PARALLEL_CALLS,
        task -> {
          Thread thread = new Thread(task, "subject");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** The answer to Lambda, and what to report of it. */
  record Handled(StreamsEventResponse response, BatchReport report) {}

  /**
   * Handles a batch.
   *
   * @throws IllegalStateException if a record without sequence number can be neither handled nor
   *     put in the failure queue: the whole batch failed
   */
  <S extends Subject, H> Handled handle(
      DynamodbEvent event, LongSupplier millisLeft, Reaction<S, H> reaction) {
    long started = System.nanoTime();
    List<DynamodbStreamRecord> records =
        event.getRecords() == null ? List.of() : event.getRecords();
    Batch<S, H> batch = new Batch<>(reaction, millisLeft);
    records.forEach(batch::read);
    batch.reactTogether();
    batch.react();
    if (!batch.failed.isEmpty()) {
      backoff.await(1);
    }
    long millis = (System.nanoTime() - started) / 1_000_000;
    return new Handled(
        new StreamsEventResponse(
            lowest(batch.failed).map(BatchItemFailure::new).map(List::of).orElse(List.of())),
        new BatchReport(
            records.size(),
            batch.groups.size(),
            batch.poisoned,
            batch.retried,
            millis,
            reaction.measures()));
  }

  /** The lowest of the numbers: they have 21 to 40 digits, so they are compared as numbers. */
  Optional<String> lowest(Collection<String> sequenceNumbers) {
    return sequenceNumbers.stream().min(Comparator.comparing(BigInteger::new));
  }

  /** What a batch tells of a subject. */
  private record Group<H>(List<DynamodbStreamRecord> records, List<H> hints) {}

  /** What became of a subject: what is wrong forever, and why it must be tried again. */
  private record Outcome(List<RuntimeException> poison, @Nullable RuntimeException fault) {}

  private final class Batch<S extends Subject, H> {
    private final Reaction<S, H> reaction;
    private final LongSupplier millisLeft;
    private final Map<S, Group<H>> groups = new LinkedHashMap<>();
    private final List<String> failed = new ArrayList<>();
    private int poisoned;
    private int retried;

    Batch(Reaction<S, H> reaction, LongSupplier millisLeft) {
      this.reaction = reaction;
      this.millisLeft = millisLeft;
    }

    void read(DynamodbStreamRecord source) {
      try {
        DynamoChange change = DynamoImages.read(source, tables);
        reaction
            .read(change)
            .forEach(
                (subject, hint) -> {
                  Group<H> group =
                      groups.computeIfAbsent(
                          subject, absent -> new Group<>(new ArrayList<>(), new ArrayList<>()));
                  group.records.add(source);
                  group.hints.add(hint);
                });
      } catch (CorruptItem | ArithmeticException corrupt) {
        poison(source, userIdIn(source), textIn(source, "date"), corrupt);
      }
    }

    /** Many at a time, those of a date together. */
    void reactTogether() {
      List<Map.Entry<S, Group<H>>> entries = new ArrayList<>(groups.entrySet());
      entries.sort(Comparator.comparing(entry -> entry.getKey().date().orElse("")));
      List<Callable<Optional<RuntimeException>>> tasks = new ArrayList<>();
      for (int from = 0; from + 1 < entries.size(); from += ManyUsers.MOST) {
        Map<S, List<H>> subjects = new LinkedHashMap<>();
        entries
            .subList(from, Math.min(from + ManyUsers.MOST, entries.size()))
            .forEach(entry -> subjects.put(entry.getKey(), entry.getValue().hints));
        tasks.add(() -> reactTogether(subjects));
      }
      joined(tasks).stream()
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(fault -> LOG.atWarn().setCause(fault).log("not_done_together"));
    }

    /** Why they could not: each is looked at by itself then. */
    private Optional<RuntimeException> reactTogether(Map<S, List<H>> subjects) {
      try {
        requireTime();
        reaction.reactTogether(subjects);
        return Optional.empty();
      } catch (RuntimeException fault) {
        return Optional.of(fault);
      }
    }

    private void requireTime() {
      if (millisLeft.getAsLong() < MARGIN_MILLIS) {
        throw new IllegalStateException("no time is left in this invocation");
      }
    }

    void react() {
      List<Callable<Outcome>> tasks = new ArrayList<>();
      groups.forEach((subject, group) -> tasks.add(() -> react(subject, group.hints)));
      List<Outcome> outcomes = joined(tasks);
      int at = 0;
      for (Map.Entry<S, Group<H>> entry : groups.entrySet()) {
        Outcome outcome = outcomes.get(at++);
        S subject = entry.getKey();
        List<DynamodbStreamRecord> records = entry.getValue().records;
        outcome.poison.forEach(
            cause -> poison(records.get(0), Optional.of(subject.userId()), subject.date(), cause));
        if (outcome.fault != null) {
          if (retried++ < MAX_FAULTS_LOGGED) {
            log("not_done_yet", Optional.of(subject.userId()), subject.date(), outcome.fault);
          }
          records.forEach(source -> retry(source, outcome.fault));
        }
      }
    }

    private Outcome react(S subject, List<H> hints) {
      List<RuntimeException> poison = new ArrayList<>();
      try {
        requireTime();
        reaction.react(subject, hints, new TimedAttempt(millisLeft, poison));
        return new Outcome(poison, null);
      } catch (CorruptItem | ArithmeticException corrupt) {
        poison.add(corrupt);
        return new Outcome(poison, null);
      } catch (RuntimeException fault) {
        return new Outcome(poison, fault);
      }
    }

    private void poison(
        DynamodbStreamRecord source,
        Optional<String> userId,
        Optional<String> date,
        RuntimeException cause) {
      log("given_up", userId, date, cause);
      try {
        failures.send(
            new Failure(
                function,
                userId,
                date,
                Optional.ofNullable(source.getEventID()),
                DynamoImages.sequenceNumber(source),
                String.valueOf(cause.getMessage())));
        poisoned++;
      } catch (RuntimeException unsent) {
        log("failure_not_sent", userId, date, unsent);
        retry(source, unsent);
      }
    }

    private void retry(DynamodbStreamRecord source, RuntimeException fault) {
      failed.add(
          DynamoImages.sequenceNumber(source)
              .orElseThrow(
                  () -> new IllegalStateException("a record has no sequence number", fault)));
    }
  }

  private record TimedAttempt(LongSupplier left, List<RuntimeException> poison)
      implements Reaction.Attempt {
    @Override
    public long millisLeft() {
      return left.getAsLong();
    }

    @Override
    public void poison(RuntimeException cause) {
      poison.add(cause);
    }
  }

  private <T> List<T> joined(List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> done : pool.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while handling a batch", interrupted);
    } catch (ExecutionException error) {
      // Only errors come here, such as no memory: the batch failed as a whole.
      throw new IllegalStateException("a batch could not be handled", error.getCause());
    }
  }

  private void log(
      String what, Optional<String> userId, Optional<String> date, RuntimeException cause) {
    LOG.atError()
        .setCause(cause)
        .addKeyValue("user_id", userId.orElse(""))
        .addKeyValue("date", date.orElse(""))
        .log(what);
  }

  private static Optional<String> userIdIn(DynamodbStreamRecord source) {
    return Optional.ofNullable(source.getDynamodb())
        .map(change -> change.getKeys())
        .map(keys -> keys.get("userId"))
        .map(value -> value.getS());
  }

  private static Optional<String> textIn(DynamodbStreamRecord source, String attribute) {
    return Optional.ofNullable(source.getDynamodb())
        .map(change -> change.getNewImage())
        .map(image -> image.get(attribute))
        .map(value -> value.getS());
  }
}
