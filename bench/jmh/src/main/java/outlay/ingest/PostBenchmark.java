package outlay.ingest;

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
import outlay.model.Currency;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** {@code POST /expenses} from event to answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class PostBenchmark {
  private final Invocation handler = post(new InstantStore());
  private final Invocation withSdk = post(InstantHttp.client());

  private static Invocation post(DynamoDbClient store) {
    return new Invocation(
        new IngestHandler(
            new HttpEdge(new PrintStream(OutputStream.nullOutputStream())),
            new ExpenseCommands(
                new DynamoExpenseStore(store, "expenses"), Currency.of("EUR"), Clock.systemUTC())),
        "post.json",
        201);
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
