package outlay.streams;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import outlay.store.Backoff;
import outlay.store.DynamoDb;
import outlay.store.Settings;
import outlay.totals.DayCounter;
import outlay.totals.DynamoDayStore;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * Changes of {@code expenses}: each day that one of them names is counted again, once a batch, into
 * {@code totals}. {@link DayCounter} says why that is exact; {@link StreamEdge} what becomes of
 * what fails.
 */
public final class TotalsHandler implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
  private final StreamEdge edge;
  private final DayCounter counter;
  private final Clock clock;
  private final Reporter reporter;

  /** What Lambda calls. */
  public TotalsHandler() {
    this(Settings.requireAll("EXPENSES_TABLE", "TOTALS_TABLE", "FAILURES_QUEUE_URL"));
  }

  private TotalsHandler(List<String> settings) {
    this(
        new StreamEdge(
            "totals",
            Set.of(settings.get(0)),
            new SqsFailureQueue(SqsFailureQueue.client(), settings.get(2)),
            StreamEdge.pool(),
            Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(1))),
        new DayCounter(
            new DynamoDayStore(DynamoDb.client(), settings.get(0), settings.get(1)),
            Clock.systemUTC(),
            Backoff.of(Duration.ofMillis(20), Duration.ofMillis(500))),
        Clock.systemUTC(),
        MetricLine.fromEnvironment());
  }

  TotalsHandler(StreamEdge edge, DayCounter counter, Clock clock, Reporter reporter) {
    this.edge = edge;
    this.counter = counter;
    this.clock = clock;
    this.reporter = reporter;
  }

  @Override
  public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
    return PowertoolsLogging.withLogging(context, () -> count(event, context));
  }

  private StreamsEventResponse count(DynamodbEvent event, Context context) {
    StreamEdge.Handled handled =
        edge.handle(
            event,
            context::getRemainingTimeInMillis,
            new CountDays(counter::count, counter::countTogether, clock));
    reporter.report(handled.report());
    return handled.response();
  }
}
