package outlay.jobs.backup;

import java.time.Duration;
import java.util.List;
import outlay.jobs.runs.DynamoScan;
import outlay.jobs.runs.JobHandler;
import outlay.store.Backoff;
import outlay.store.Settings;

/**
 * {@code Backup}: see {@link BackupJob}. Reads {@code EXPENSES_TABLE}, {@code DATABASE_ARN}, {@code
 * DATABASE_SECRET_ARN}, and {@code DATABASE_NAME} from the environment.
 */
public final class BackupHandler extends JobHandler {
  /** A page, and the call that writes it, with a database that wakes up for a minute. */
  static final Duration RESERVE = Duration.ofSeconds(150);

  /** What Lambda calls. */
  public BackupHandler() {
    this(
        Settings.requireAll(
            "EXPENSES_TABLE", "DATABASE_ARN", "DATABASE_SECRET_ARN", "DATABASE_NAME"));
  }

  private BackupHandler(List<String> settings) {
    super(
        new BackupJob(new DynamoSourceScan(DynamoScan.client(), settings.get(0)), table(settings)),
        RESERVE);
  }

  /** The backup that the settings name after the table. */
  static BackupTable table(List<String> settings) {
    return new RdsDataBackupTable(
        RdsDataBackupTable.client(),
        settings.get(1),
        settings.get(2),
        settings.get(3),
        Backoff.of(Duration.ofSeconds(4), Duration.ofSeconds(10)));
  }
}
