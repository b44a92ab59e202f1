package outlay.jobs.backup;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import outlay.jobs.runs.JobHandler;
import outlay.store.Aws;
import outlay.store.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * {@code Restore}: see {@link RestoreJob}. Reads {@code EXPENSES_TABLE}, {@code DATABASE_ARN},
 * {@code DATABASE_SECRET_ARN}, and {@code DATABASE_NAME} from the environment.
 */
public final class RestoreHandler extends JobHandler {
  private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(10);

  /** A table takes more and more writes a second, and refuses some until then. */
  private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);

  /** What Lambda calls. */
  public RestoreHandler() {
    this(
        Settings.requireAll(
            "EXPENSES_TABLE", "DATABASE_ARN", "DATABASE_SECRET_ARN", "DATABASE_NAME"));
  }

  private RestoreHandler(List<String> settings) {
    super(
        new RestoreJob(
            BackupHandler.table(settings),
            new DynamoRestoreTarget(
                Aws.client(DynamoDbClient.builder(), LONGEST_ATTEMPT, LONGEST_WRITE),
                settings.get(0)),
            Executors.newFixedThreadPool(Aws.MAX_PARALLEL_CALLS),
            Clock.systemUTC()),
        BackupHandler.RESERVE);
  }
}
