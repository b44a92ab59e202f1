package outlay.jobs.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static outlay.jobs.backup.Fixtures.NIGHT;
import static outlay.jobs.backup.Fixtures.expense;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import outlay.model.Expense;
import outlay.store.Backoff;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.rdsdata.model.DatabaseErrorException;
import software.amazon.awssdk.services.rdsdata.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.rdsdata.model.ExecuteStatementResponse;

/** What is sent; that it does what it should, is proven against a database. */
final class RdsDataBackupTableTest {
  private static final int LONGEST_STATEMENT = 65_536; // As the Data API documents it.

  private final List<ExecuteStatementRequest> sent = new ArrayList<>();
  private final Deque<RuntimeException> faults = new ArrayDeque<>();
  private final BackupTable table =
      new RdsDataBackupTable(
          new Client(),
          "cluster",
          "secret",
          "outlay",
          new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), bound -> 0, millis -> {}));

  private final class Client implements RdsDataClient {
    @Override
    public ExecuteStatementResponse executeStatement(ExecuteStatementRequest request) {
      sent.add(request);
      if (!faults.isEmpty()) {
        throw faults.remove();
      }
      return ExecuteStatementResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "rds-data";
    }

    @Override
    public void close() {}
  }

  private static List<Expense> expenses(int count) {
    return IntStream.range(0, count).mapToObj(number -> expense("ann", number, NIGHT)).toList();
  }

  @Test
  void upsert_manyRows_areFewStatements_noneTooLong() {
    table.upsert(expenses(1_200));

    assertThat(sent).hasSize(3);
    assertThat(sent).allMatch(request -> request.sql().length() <= LONGEST_STATEMENT);
    assertThat(sent.get(0).parameters()).hasSize(500 * 13);
    assertThat(sent.get(2).parameters()).hasSize(200 * 13);
  }

  @Test
  void upsert_none_sendsNothing() {
    table.upsert(List.of());

    assertThat(sent).isEmpty();
  }

  @Test
  void upsert_afterADeadlock_isTriedAgain() {
    faults.add(error("Database error code: 1213. Message: Deadlock found when trying to get lock"));

    table.upsert(expenses(1));

    assertThat(sent).hasSize(2);
  }

  @Test
  void upsert_afterAnyOtherError_isNot() {
    faults.add(error("Database error code: 1406. Message: Data too long for column"));

    assertThatThrownBy(() -> table.upsert(expenses(1))).hasMessageContaining("too long");
    assertThat(sent).hasSize(1);
  }

  private static RuntimeException error(String message) {
    return DatabaseErrorException.builder().message(message).build();
  }
}
