package outlay.query;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import outlay.edge.HttpEdge;
import outlay.jmh.InstantHttp;
import outlay.jmh.InstantStore;
import outlay.jmh.Invocation;
import outlay.model.Budgets;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** {@code GET /expenses?limit=20} from event to answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ListBenchmark {
  private final Invocation handler = list(new InstantStore());
  private final Invocation withSdk = list(InstantHttp.client());

  private static Invocation list(DynamoDbClient store) {
    Budgets.Defaults defaults = Budgets.Defaults.parse("10000", "80,100", "500");
    return new Invocation(
        new QueryHandler(
            new HttpEdge(new PrintStream(OutputStream.nullOutputStream())),
            new QueryHandler.Readers(
                new DynamoExpenseReader(store, "expenses"),
                new DynamoTotalsReader(store, "totals"),
                new DynamoBudgetReader(store, "budgets", defaults.levels()),
                new DynamoAlertReader(store, "alerts"),
                new DynamoOrganizationReader(store, "organization")),
            defaults,
            Clock.systemUTC()),
        "list.json",
        200);
  }

  @Benchmark
  public byte[] handler() {
    return handler.invoke();
  }

  @Benchmark
  public byte[] withSdk() {
    return withSdk.invoke();
  }
}
