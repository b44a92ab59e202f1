package outlay.jobs.backup;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import outlay.jobs.runs.JobHandler;
import outlay.store.Aws;
import outlay.store.DynamoDb;
import outlay.store.Settings;

/**
 * {@code Restore}: see {@link RestoreJob}. Reads {@code EXPENSES_TABLE}, {@code DATABASE_ARN},
 * {@code DATABASE_SECRET_ARN}, and {@code DATABASE_NAME} from the environment.
 */
public final class RestoreHandler extends JobHandler {
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
            new DynamoRestoreTarget(DynamoDb.client(), settings.get(0)),
            Executors.newFixedThreadPool(Aws.MAX_PARALLEL_CALLS),
            Clock.systemUTC()),
        BackupHandler.RESERVE);
  }
}
