package outlay.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.store.Backoff;
import outlay.store.CorruptItem;
import outlay.totals.DayStore;
import outlay.totals.UserDay;

class StreamEdgeTest {
  private final ExecutorService pool = StreamEdge.pool();
  private final List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> waits = new ArrayList<>();
  private final List<UserDay> seen = Collections.synchronizedList(new ArrayList<>());
  private long millisLeft = 60_000;

  @AfterEach
  void stop() {
    pool.shutdown();
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 22, 30, 39, 40})
  void aFailureAtEachIndex_isAnsweredByItsNumber(int digits) {
    List<DynamodbStreamRecord> records = records(digits, 20);
    for (int failing = 0; failing < records.size(); failing++) {
      LocalDate bad = day(failing);
      StreamsEventResponse answer =
          handle(
              event(records),
              day -> {
                if (day.day().equals(bad)) {
                  throw new IllegalStateException("throttled");
                }
              });

      assertThat(numbers(answer)).containsExactly(number(digits, failing));
    }
  }

  @Test
  void severalFailures_answerTheLowestAsANumber_andTheOthersAreHandled() {
    // As text, 1000… comes before 99….
    List<DynamodbStreamRecord> records = records(21, 20);

    StreamsEventResponse answer =
        handle(
            event(records),
            day -> {
              if (day.day().getDayOfMonth() % 2 == 0) {
                throw new IllegalStateException("throttled");
              }
            });

    assertThat(numbers(answer)).containsExactly(number(21, 1)); // The second of January.
    assertThat(seen).hasSize(20);
    assertThat(failures).isEmpty();
    assertThat(waits).hasSize(1);
  }

  @Test
  void manyRecordsOfADay_areOneSubject_andItsFirstNumberIsAnswered() {
    DynamodbEvent event =
        Records.event(
            Records.expense("100", "ann", Optional.empty(), Optional.of("2026-01-01")),
            Records.expense("101", "ann", Optional.empty(), Optional.of("2026-01-02")),
            Records.expense("102", "ann", Optional.of("2026-01-01"), Optional.of("2026-01-02")));

    StreamsEventResponse answer =
        handle(
            event,
            day -> {
              if (day.day().getDayOfMonth() == 2) {
                throw new IllegalStateException("throttled");
              }
            });

    assertThat(numbers(answer)).containsExactly("101");
    assertThat(seen)
        .containsExactlyInAnyOrder(
            new UserDay("ann", LocalDate.of(2026, 1, 1)),
            new UserDay("ann", LocalDate.of(2026, 1, 2)));
  }

  @Test
  void poison_goesToTheQueue_andTheOthersAreHandled() {
    StreamsEventResponse answer =
        handle(
            Records.event(
                Records.expense("100", "mallory", Optional.empty(), Optional.of("2026-01-01")),
                Records.expense("101", "ann", Optional.empty(), Optional.of("2026-01-01"))),
            day -> {
              if (day.userId().equals("mallory")) {
                throw new CorruptItem("attribute amount cannot be read");
              }
            });

    assertThat(numbers(answer)).isEmpty();
    assertThat(seen).contains(new UserDay("ann", LocalDate.of(2026, 1, 1)));
    assertThat(failures)
        .containsExactly(
            new Failure(
                "totals",
                Optional.of("mallory"),
                Optional.of("2026-01-01"),
                Optional.of("event-100"),
                Optional.of("100"),
                "attribute amount cannot be read"));
  }

  @Test
  void aSumThatDoesNotFit_isPoison() {
    handle(
        Records.event(Records.expense("100", "ann", Optional.empty(), Optional.of("2026-01-01"))),
        day -> {
          throw new ArithmeticException("long overflow");
        });

    assertThat(failures).extracting(Failure::cause).containsExactly("long overflow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-1-1", "not a date", ""})
  void aRecordWithoutADay_goesToTheQueue(String date) {
    StreamsEventResponse answer =
        handle(
            Records.event(
                Records.expense("100", "ann", Optional.empty(), Optional.of(date)),
                Records.expense("101", "ann", Optional.empty(), Optional.of("2026-01-02"))),
            day -> {});

    assertThat(numbers(answer)).isEmpty();
    assertThat(failures).extracting(Failure::sequenceNumber).containsExactly(Optional.of("100"));
    assertThat(seen).containsExactly(new UserDay("ann", LocalDate.of(2026, 1, 2)));
  }

  @Test
  void aPoisonThatIsMended_namesItsNewDay_andIsNoFailure() {
    handle(
        Records.event(
            Records.expense("100", "ann", Optional.of("soon"), Optional.of("2026-01-02"))),
        day -> {});

    assertThat(failures).isEmpty();
    assertThat(seen).containsExactly(new UserDay("ann", LocalDate.of(2026, 1, 2)));
  }

  @Test
  void aRecordOfAnotherTable_goesToTheQueue() {
    DynamodbStreamRecord foreign =
        Records.expense("100", "ann", Optional.empty(), Optional.of("2026-01-01"));
    foreign.setEventSourceARN("arn:aws:dynamodb:eu-west-1:1:table/other/stream/2026");

    StreamsEventResponse answer = handle(Records.event(foreign), day -> {});

    assertThat(numbers(answer)).isEmpty();
    assertThat(seen).isEmpty();
    assertThat(failures)
        .extracting(Failure::cause)
        .containsExactly("the record is from another table's stream");
  }

  @Test
  void aRecordOfAnotherSource_goesToTheQueue() {
    DynamodbStreamRecord foreign =
        Records.expense("100", "ann", Optional.empty(), Optional.of("2026-01-01"));
    foreign.setEventSource("aws:kinesis");

    handle(Records.event(foreign), day -> {});

    assertThat(failures)
        .extracting(Failure::cause)
        .containsExactly("the record is not from a DynamoDB stream");
  }

  @Test
  void poisonThatCannotBeSent_isDeliveredAgain() {
    StreamEdge edge =
        edge(
            failure -> {
              throw new IllegalStateException("the queue is out of reach");
            });

    StreamsEventResponse answer =
        edge.handle(
                Records.event(
                    Records.expense("100", "ann", Optional.empty(), Optional.of("2026-01-01"))),
                () -> millisLeft,
                reaction(
                    day -> {
                      throw new CorruptItem("unreadable");
                    }))
            .response();

    assertThat(numbers(answer)).containsExactly("100");
  }

  @Test
  void aRecordWithNothingInIt_goesToTheQueue() {
    handle(Records.event(new DynamodbStreamRecord()), day -> {});

    assertThat(failures).extracting(Failure::sequenceNumber).containsExactly(Optional.empty());
  }

  @Test
  void aRecordWithoutNumberThatCannotBeReported_failsTheBatch() {
    StreamEdge edge =
        edge(
            failure -> {
              throw new IllegalStateException("the queue is out of reach");
            });

    assertThatThrownBy(
            () ->
                edge.handle(
                    Records.event(new DynamodbStreamRecord()),
                    () -> millisLeft,
                    reaction(day -> {})))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void withoutTimeLeft_nothingIsBegun_andAllIsDeliveredAgain() {
    millisLeft = 500;

    StreamsEventResponse answer = handle(event(records(21, 3)), day -> {});

    assertThat(numbers(answer)).containsExactly(number(21, 0));
    assertThat(seen).isEmpty();
  }

  @Test
  void anError_failsTheBatch_afterAllOthersWereWaitedFor() {
    assertThatThrownBy(
            () ->
                handle(
                    event(records(21, 5)),
                    day -> {
                      if (day.day().getDayOfMonth() == 1) {
                        throw new StackOverflowError();
                      }
                    }))
        .hasRootCauseInstanceOf(StackOverflowError.class);
    assertThat(seen).hasSize(5);
  }

  @Test
  void noRecords_isFullSuccess() {
    assertThat(numbers(handle(new DynamodbEvent(), day -> {}))).isEmpty();
  }

  private StreamsEventResponse handle(DynamodbEvent event, Consumer<UserDay> work) {
    seen.clear();
    return edge(failures::add).handle(event, () -> millisLeft, reaction(work)).response();
  }

  @Test
  void together_areManySubjectsAtATime_thoseOfADate() {
    List<Collection<UserDay>> asked = Collections.synchronizedList(new ArrayList<>());

    handleTogether(120, days -> noneOf(days, asked));

    assertThat(asked).extracting(Collection::size).containsExactlyInAnyOrder(50, 50, 20);
    assertThat(asked.stream().flatMap(Collection::stream).distinct()).hasSize(120);
    assertThat(seen).hasSize(120);
  }

  @Test
  void together_leavesToThemselvesThoseThatItDidNotDo() {
    StreamEdge.Handled handled = handleTogether(5, days -> Set.of(days.iterator().next()));

    assertThat(seen).hasSize(4);
    assertThat(handled.report().measures()).contains(BatchReport.Measure.count("DaysCounted", 5));
  }

  @Test
  void together_withoutTime_isNotBegun() {
    List<Collection<UserDay>> asked = Collections.synchronizedList(new ArrayList<>());
    millisLeft = 8_000;

    StreamEdge.Handled handled = handleTogether(5, days -> noneOf(days, asked));

    assertThat(asked).isEmpty();
    assertThat(handled.report().retried()).isEqualTo(5);
  }

  @Test
  void together_thatFails_leavesEachToItself() {
    StreamEdge.Handled handled =
        handleTogether(
            3,
            days -> {
              throw new IllegalStateException("throttled");
            });

    assertThat(seen).hasSize(3);
    assertThat(handled.response().getBatchItemFailures()).isEmpty();
  }

  private StreamEdge.Handled handleTogether(
      int days, Function<Collection<UserDay>, Set<UserDay>> together) {
    return edge(failures::add)
        .handle(event(records(21, days)), () -> millisLeft, reaction(day -> {}, together));
  }

  private static Set<UserDay> noneOf(Collection<UserDay> days, List<Collection<UserDay>> asked) {
    asked.add(days);
    return Set.of();
  }

  private StreamEdge edge(FailureQueue queue) {
    return new StreamEdge(
        "totals",
        Set.of(Records.EXPENSES),
        queue,
        pool,
        new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), bound -> 0, waits::add));
  }

  private Reaction<Day, Instant> reaction(Consumer<UserDay> work) {
    return reaction(work, days -> Set.of());
  }

  private Reaction<Day, Instant> reaction(
      Consumer<UserDay> work, Function<Collection<UserDay>, Set<UserDay>> together) {
    ToIntFunction<UserDay> counter =
        day -> {
          seen.add(day);
          work.accept(day);
          return 0;
        };
    CountDays counting =
        new CountDays(
            counter,
            days -> new DayStore.Together(together.apply(days), 0),
            java.time.Clock.systemUTC());
    return new Reaction<>() {
      @Override
      public Map<Day, Instant> read(DynamoChange change) {
        return counting.read(change);
      }

      @Override
      public void reactTogether(Map<Day, List<Instant>> days) {
        counting.reactTogether(days);
      }

      @Override
      public void react(Day day, List<Instant> hints, Attempt attempt) {
        counting.react(day, hints, attempt);
      }

      @Override
      public List<BatchReport.Measure> measures() {
        return counting.measures();
      }
    };
  }

  private static DynamodbEvent event(List<DynamodbStreamRecord> records) {
    return Records.event(records.toArray(DynamodbStreamRecord[]::new));
  }

  /** Each of another day; their numbers go from so many digits to one more. */
  private static List<DynamodbStreamRecord> records(int digits, int count) {
    List<DynamodbStreamRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(
          Records.expense(
              number(digits, i), "ann", Optional.empty(), Optional.of(day(i).toString())));
    }
    return records;
  }

  private static LocalDate day(int i) {
    return LocalDate.of(2026, 1, 1).plusDays(i);
  }

  private static String number(int digits, int i) {
    return BigInteger.TEN
        .pow(digits)
        .subtract(BigInteger.TEN)
        .add(BigInteger.valueOf(i))
        .toString();
  }

  private static List<String> numbers(StreamsEventResponse answer) {
    return answer.getBatchItemFailures().stream()
        .map(StreamsEventResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }
}
