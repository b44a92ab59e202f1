package outlay.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileTest {
  @ParameterizedTest
  @CsvSource({
    "/jdk/bin/java, outlay.local.child.Child outlay.streams.TotalsHandler::handleRequest, Totals",
    "/jdk/bin/java, com.amazonaws.services.dynamodbv2.local.main.ServerRunner -port 1, DynamoDB Local",
    "/jdk/bin/java, outlay.local.Main run, 'the rest of AWS: API, IAM, streams, queues, S3, Data API'",
    "/data/mariadb/bin/mariadbd, --port=1, MariaDB",
    "/bin/sh, -c true, others",
    "/bin/sh, '', others"
  })
  void name_isWhatAReaderKnows(String command, String arguments, String name) {
    assertThat(Profile.name(command, List.of(arguments.split(" ", -1)))).isEqualTo(name);
  }

  @Test
  void during_addsUpWhatProcessesSpend() throws Exception {
    Profile profile = new Profile();
    long counted = 0;

    for (int round = 0; round < 2; round++) {
      counted += profile.during(ProfileTest::busy);
    }

    assertThat(counted).isEqualTo(2);
    assertThat(profile.table())
        .containsPattern("\\| the bench itself \\| [0-9.]+ \\| [0-9]+ % \\|");
  }

  /** Until this process has spent half a second more. */
  private static long busy() {
    Duration enough = spent().plusMillis(500);
    while (spent().compareTo(enough) < 0) {
      Thread.onSpinWait();
    }
    return 1;
  }

  private static Duration spent() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }
}
