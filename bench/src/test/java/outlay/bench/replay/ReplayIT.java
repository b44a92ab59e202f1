package outlay.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command, against an Outlay that is played. */
class ReplayIT {
  private static final String ROWS =
      """
      userId,date,type,category,amount,currency,description
      ann,2026-01-30,expense,Food,8.50,USD,lunch
      ann,2026-01-30,expense,Food,8.50,USD,lunch
      ann,2026-01-31,expense,Rent,1200,USD,
      bob,2026-01-31,income,Salary,4000.25,USD,"March, too"
      """;
  private static final String REFUSED =
      """
      userId,date,type,category,amount,currency,description,reason,source
      ann,,expense,Food,8.50,USD,lunch,date-blank,line 9
      """;
  private static final String EXPECTED =
      """
      {"currencies": {"USD": {
        "total": {"expense": {"count": 3, "sum": "1217.00"}, "income": {"count": 1, "sum": "4000.25"}},
        "byMonth": {"2026-01":
          {"expense": {"count": 3, "sum": "1217.00"}, "income": {"count": 1, "sum": "4000.25"}}},
        "byCategory": {
          "Food": {"expense": {"count": 2, "sum": "17.00"}},
          "Rent": {"expense": {"count": 1, "sum": "1200.00"}},
          "Salary": {"income": {"count": 1, "sum": "4000.25"}}},
        "byUser": {
          "ann": {"expense": {"count": 3, "sum": "1217.00"}},
          "bob": {"income": {"count": 1, "sum": "4000.25"}}}}}}
      """;
  // Tokens as FakeOutlay takes them: the user's name.
  private static final String RUN =
      """
      #!/bin/sh
      shift
      for user in "$@"; do
        if [ "$user" = --data ]; then exit 0; fi
        echo "$user"
      done
      """;

  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("two.normal.csv"), ROWS.replace("\n", "\r\n"));
    Files.writeString(folder.resolve("two.rejected.csv"), REFUSED.replace("\n", "\r\n"));
    Files.writeString(folder.resolve("two.expected.json"), EXPECTED);
    Path run = Files.writeString(folder.resolve("run"), RUN);
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void replay_allAsItShouldBe_endsWithZeroTheSecondTimeToo() throws IOException {
    try (FakeOutlay outlay = FakeOutlay.start()) {
      assertThat(replay(outlay)).as(output.toString(StandardCharsets.UTF_8)).isZero();
      output.reset();

      assertThat(replay(outlay)).isZero();

      assertThat(output.toString(StandardCharsets.UTF_8))
          .containsPattern("two +5 +4 +1 +4 +\\d+ +0 +1 +1 +1 +0\n")
          .containsPattern("post → counted, idle +3 +[0-9.]+ ms +[0-9.]+ ms\n")
          .containsPattern("post → e-mail, idle +3 +[0-9.]+ ms +[0-9.]+ ms\n");
    }
  }

  @Test
  void replay_oneMinorUnitTooMuch_endsWithOneAndSaysWhere() throws IOException {
    try (FakeOutlay outlay = FakeOutlay.startMiscounting("0.01")) {
      assertThat(replay(outlay)).isEqualTo(1);

      assertThat(output.toString(StandardCharsets.UTF_8))
          .contains(
              "totals: ann on 2026-01-30 in USD for Food is spent 17.02, earned 0, count 2,"
                  + " expected spent 17, earned 0, count 2")
          .contains("published sums: all USD byUser ann is spent 1217.03")
          .contains("Waiting was given up: nothing changed for 1 s.");
    }
  }

  @Test
  void replay_somethingInAFailureQueue_endsWithOne() throws IOException {
    try (FakeOutlay outlay = FakeOutlay.start()) {
      outlay.failOnce();

      assertThat(replay(outlay)).isEqualTo(1);

      assertThat(output.toString(StandardCharsets.UTF_8))
          .contains("OUTLAY_TOTALS_FAILURES_URL holds 1 messages");
    }
  }

  private int replay(FakeOutlay outlay) throws IOException {
    Path env = folder.resolve("env");
    String address = outlay.uri().toString();
    Files.writeString(
        env,
        """
        export OUTLAY_API='%1$s'
        export OUTLAY_MAIL='%1$s/'
        export AWS_ENDPOINT_URL='%1$s'
        export AWS_REGION='eu-central-1'
        export AWS_ACCESS_KEY_ID='operator'
        export AWS_SECRET_ACCESS_KEY='secret'
        export OUTLAY_EXPENSES_TABLE='expenses'
        export OUTLAY_TOTALS_TABLE='totals'
        export OUTLAY_ALERTS_TABLE='alerts'
        export OUTLAY_TOTALS_FAILURES_URL='%1$s/000000000000/totals-failures'
        export OUTLAY_ALERTS_FAILURES_URL='%1$s/000000000000/alerts-failures'
        """
            .formatted(address));
    return Replay.run(
        new PrintStream(output, true, StandardCharsets.UTF_8),
        folder.toString(),
        "--env=" + env,
        "--run=" + folder.resolve("run"),
        "--patience=1",
        "--probes=3");
  }
}
