package outlay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.jobs.runs.Outcome;
import outlay.jobs.runs.Run;

final class ReportJobTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-02-01T01:05:00Z"), ZoneOffset.UTC);
  private static final String FOLDER = "reports/2026-01/";
  private static final Instant LATER = ReportFixtures.FEBRUARY.plusSeconds(3600);
  private static final List<ReportRow> EDITED =
      List.of(
          ReportFixtures.TRAIN,
          ReportFixtures.SALARY,
          ReportFixtures.COFFEE,
          ReportFixtures.SNACK,
          ReportFixtures.expense("ann", "e1", "2026-01-22", "Food", "99.00", "INR", "Thali"));

  private final InMemoryReportStore store = new InMemoryReportStore();
  private final List<ReportPublished> events = Collections.synchronizedList(new ArrayList<>());

  @Test
  void report_writesTheRowsInTheirOrder() {
    ReportFixtures.reported(job(ReportFixtures.MONTH), "report#1", ReportFixtures.FEBRUARY);

    assertThat(text("expenses.csv"))
        .isEqualTo(
            """
            "userId","date","type","category","amount","currency","description","expenseId","version","createdAt","updatedAt"\r
            "ann","2026-01-22","expense","Food","120.50","INR","Thali","e1","1","2026-01-22T12:00:00Z","2026-01-22T12:00:00Z"\r
            "ann","2026-01-22","expense","Food","0.05","INR","O'Hara, ""to go""\","e3","1","2026-01-22T12:00:00Z","2026-01-22T12:00:00Z"\r
            "ann","2026-01-31","income","Salary","50000.00","INR","","e2","1","2026-01-22T12:00:00Z","2026-01-22T12:00:00Z"\r
            "bob","2026-01-01","expense","'=1+1","3000","JPY","<script>alert(1)</script>","e4","1","2026-01-22T12:00:00Z","2026-01-22T12:00:00Z"\r
            "bob","2026-01-02","expense","Food","1.250","JOD","line one\r
            line two","e5","1","2026-01-22T12:00:00Z","2026-01-22T12:00:00Z"\r
            """);
    assertThat(text("summary.csv"))
        .isEqualTo(
            """
            "userId","currency","category","spent","earned","count"\r
            "ann","INR","Food","120.55","0.00","2"\r
            "ann","INR","Salary","0.00","50000.00","1"\r
            "bob","JOD","Food","1.250","0.000","1"\r
            "bob","JPY","'=1+1","3000","0","1"\r
            """);
  }

  @Test
  void report_saysWhatItCameTo() {
    Outcome outcome =
        ReportFixtures.reported(job(ReportFixtures.MONTH), "report#1", ReportFixtures.FEBRUARY);

    assertThat(outcome.ok()).isTrue();
    assertThat(outcome.details())
        .containsEntry("month", "2026-01")
        .containsEntry("revision", 1)
        .containsEntry("changed", true)
        .containsEntry("rows", 5L)
        .containsEntry("users", 2L)
        .containsEntry("differences", 0L);
    assertThat(events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.key()).isEqualTo("reports/2026-01/manifest.json");
              assertThat(event.currencies().get("INR"))
                  .isEqualTo(new CurrencySum("120.55", "50000.00", 3));
              assertThat(event.sums())
                  .isEqualTo(
                      "INR: spent 120.55, earned 50000.00; JOD: spent 1.250, earned 0.000;"
                          + " JPY: spent 3000, earned 0");
            });
  }

  @Test
  void report_leavesNothingOfItsWorkButTheOutcomeAndTheClaim() {
    ReportFixtures.reported(job(ReportFixtures.MONTH), "report#1", ReportFixtures.FEBRUARY);

    assertThat(texts(store, WorkFolder.ROOT))
        .containsOnlyKeys("reports-work/claims/2026-01/1", "reports-work/report-1/outcome.json");
  }

  @Test
  void report_ofAMonthWithoutRows_isWholeToo() {
    Outcome outcome = ReportFixtures.reported(job(List.of()), "report#1", ReportFixtures.FEBRUARY);

    assertThat(outcome.details()).containsEntry("rows", 0L).containsEntry("users", 0L);
    assertThat(text("expenses.csv")).startsWith("\"userId\"").hasLineCount(1);
    assertThat(text("report.html")).contains("Nothing was spent or earned in this month.");
    assertThat(events).singleElement().extracting(ReportPublished::sums).isEqualTo("nothing");
    assertConsistent();
  }

  @Test
  void report_again_changesNothing() {
    ReportFixtures.reported(job(ReportFixtures.MONTH), "report#1", ReportFixtures.FEBRUARY);
    SortedMap<String, String> before = texts(store, FOLDER);
    List<ReportRow> otherOrder = new ArrayList<>(ReportFixtures.MONTH);
    Collections.reverse(otherOrder);

    Outcome outcome = ReportFixtures.reported(job(otherOrder), "report#2", LATER);

    assertThat(texts(store, FOLDER)).isEqualTo(before);
    assertThat(outcome.details()).containsEntry("revision", 1).containsEntry("changed", false);
    assertThat(events).hasSize(2);
  }

  @Test
  void report_afterAnEdit_addsARevisionAndKeepsTheFirst() {
    ReportFixtures.reported(job(ReportFixtures.MONTH), "report#1", ReportFixtures.FEBRUARY);
    SortedMap<String, String> first = texts(store, FOLDER + "revisions/1/");

    Outcome outcome = ReportFixtures.reported(job(EDITED), "report#2", LATER);

    assertThat(outcome.details()).containsEntry("revision", 2).containsEntry("changed", true);
    assertThat(texts(store, FOLDER + "revisions/1/")).isEqualTo(first).hasSize(4);
    assertThat(text("expenses.csv")).contains("\"99.00\"").doesNotContain("\"120.50\"");
    assertThat(manifest().revisions())
        .extracting(Manifest.Revision::revision, Manifest.Revision::run)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, "report#1"),
            org.assertj.core.groups.Tuple.tuple(2, "report#2"));
    assertConsistent();
  }

  @Test
  void report_ofARunThatBeganBeforeTheCurrentOne_doesNotReplaceIt() {
    ReportFixtures.reported(job(EDITED), "report#2", LATER);

    Outcome outcome =
        ReportFixtures.reported(job(ReportFixtures.MONTH), "report#1", ReportFixtures.FEBRUARY);

    assertThat(outcome.details()).containsEntry("changed", false);
    assertThat(manifest().run()).isEqualTo("report#2");
    assertConsistent();
  }

  @Test
  void report_ofWhatWasCountedOtherwise_namesUserAndDays() {
    ReportJob job = job(store, ReportFixtures.MONTH, ReportFixtures.totals(EDITED));

    Outcome outcome = ReportFixtures.reported(job, "report#1", ReportFixtures.FEBRUARY);

    assertThat(outcome.details()).containsEntry("differences", 1L);
    assertThat(outcome.metrics()).containsEntry("ReportDifferences", 1.0);
    assertThat(manifest().differences())
        .isEqualTo(new Differences(1, List.of(new Difference("ann", List.of("2026-01-22")))));
    assertThat(text("report.html")).contains("Differences: 1 users").contains("<bdi>ann</bdi>");
  }

  @Test
  void report_ofTotalsWithoutRows_namesTheirUsersInOrder() {
    List<ReportRow> counted = new ArrayList<>(EDITED);
    for (String user : List.of("zoe", "abe", "anne")) {
      counted.add(ReportFixtures.expense(user, "gone", "2026-01-05", "Food", "5", "INR", ""));
    }
    ReportJob job = job(store, ReportFixtures.MONTH, ReportFixtures.totals(counted));

    Outcome outcome = ReportFixtures.reported(job, "report#1", ReportFixtures.FEBRUARY);

    assertThat(outcome.details()).containsEntry("differences", 4L).containsEntry("users", 2L);
    assertThat(manifest().differences().listed())
        .containsExactly(
            new Difference("abe", List.of("2026-01-05")),
            new Difference("ann", List.of("2026-01-22")),
            new Difference("anne", List.of("2026-01-05")),
            new Difference("zoe", List.of("2026-01-05")));
  }

  @Test
  void report_ofMoreUsersWithoutRowsThanANoteHolds_namesThem() {
    List<ReportRow> counted = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      counted.add(ReportFixtures.expense("user" + i, "gone", "2026-01-05", "Food", "5", "INR", ""));
    }
    ReportJob job = job(store, List.of(), ReportFixtures.totals(counted));

    Outcome outcome = ReportFixtures.reported(job, "report#1", ReportFixtures.FEBRUARY);

    assertThat(outcome.details()).containsEntry("differences", 700L).containsEntry("users", 0L);
    assertThat(texts(store, WorkFolder.ROOT)).hasSize(2);
  }

  @Test
  void report_ofMoreCategoriesThanADayKeeps_isNoDifference() {
    List<ReportRow> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(
          ReportFixtures.expense(
              "ann", "e" + i, "2026-01-05", "Category " + i, Integer.toString(i + 1), "INR", ""));
    }

    Outcome outcome = ReportFixtures.reported(job(rows), "report#1", ReportFixtures.FEBRUARY);

    assertThat(outcome.details()).containsEntry("differences", 0L);
    assertThat(text("summary.csv")).hasLineCount(301);
  }

  @Test
  void finish_again_saysTheSameAndTellsNobody() {
    ReportJob job = job(ReportFixtures.MONTH);
    Run run =
        ReportFixtures.worked(job, ReportFixtures.run("report#1", ReportFixtures.FEBRUARY, 3));
    Outcome first = job.finish(run, () -> false);

    Outcome second = job.finish(run, () -> false);

    assertThat(ReportJson.write(new TreeMap<>(second.details())))
        .isEqualTo(ReportJson.write(new TreeMap<>(first.details())));
    assertThat(second.ok()).isTrue();
    assertThat(events).hasSize(1);
  }

  @Test
  void work_again_leavesPartsThatNobodyReads() {
    ReportJob job = job(ReportFixtures.MONTH);
    Run run = ReportFixtures.run("report#1", ReportFixtures.FEBRUARY, 3);
    ReportFixtures.worked(job, run);
    ReportFixtures.worked(job, run);

    job.finish(ReportFixtures.worked(job, run), () -> false);

    assertThat(text("expenses.csv")).hasLineCount(7);
  }

  @Test
  void finish_withoutTime_failsAndPublishesNothing() {
    ReportJob job = job(ReportFixtures.MONTH);
    Run run =
        ReportFixtures.worked(job, ReportFixtures.run("report#1", ReportFixtures.FEBRUARY, 3));

    assertThatThrownBy(() -> job.finish(run, () -> true)).hasMessageContaining("time ran out");

    assertThat(texts(store, FOLDER)).isEmpty();
    assertThat(events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void finish_killedAtAnyCall_andAgain_isAsIfNeverKilled(boolean before) {
    ReportFixtures.reported(job(ReportFixtures.MONTH), "report#1", ReportFixtures.FEBRUARY);
    ReportFixtures.reported(job(EDITED), "report#2", LATER);
    SortedMap<String, String> expected = texts(store, FOLDER);

    int kills = 0;
    boolean killed = true;
    for (int at = 1; killed; at++) {
      InMemoryReportStore each = new InMemoryReportStore();
      ReportFixtures.reported(job(each, ReportFixtures.MONTH), "report#1", ReportFixtures.FEBRUARY);
      Run run = ReportFixtures.worked(job(each, EDITED), ReportFixtures.run("report#2", LATER, 3));
      killed = isKilled(job(new KillingStore(each, at, before), EDITED), run);
      kills += killed ? 1 : 0;

      job(each, EDITED).finish(run, () -> false);

      assertThat(texts(each, FOLDER)).as("killed at call %d", at).isEqualTo(expected);
    }
    assertThat(kills).isGreaterThan(20);
  }

  private static boolean isKilled(ReportJob job, Run run) {
    try {
      job.finish(run, () -> false);
      return false;
    } catch (KillingStore.Killed killed) {
      return true;
    }
  }

  @Test
  void finish_twiceAtOnce_isOnce() throws Exception {
    for (int round = 0; round < 50; round++) {
      InMemoryReportStore each = new InMemoryReportStore();
      Run run =
          ReportFixtures.worked(
              job(each, ReportFixtures.MONTH),
              ReportFixtures.run("report#1", ReportFixtures.FEBRUARY, 3));

      atOnce(
          () -> job(each, ReportFixtures.MONTH).finish(run, () -> false),
          () -> job(each, ReportFixtures.MONTH).finish(run, () -> false));

      assertThat(manifest(each).revisions()).hasSize(1);
      assertConsistent(each);
    }
  }

  @Test
  void finish_ofTwoRunsAtOnce_endsWithTheLaterOne() throws Exception {
    for (int round = 0; round < 50; round++) {
      InMemoryReportStore each = new InMemoryReportStore();
      Run first =
          ReportFixtures.worked(
              job(each, ReportFixtures.MONTH),
              ReportFixtures.run("report#1", ReportFixtures.FEBRUARY, 3));
      Run second =
          ReportFixtures.worked(job(each, EDITED), ReportFixtures.run("report#2", LATER, 3));

      atOnce(
          () -> job(each, ReportFixtures.MONTH).finish(first, () -> false),
          () -> job(each, EDITED).finish(second, () -> false));

      assertThat(manifest(each).run()).isEqualTo("report#2");
      assertConsistent(each);
    }
  }

  private static void atOnce(Runnable one, Runnable other) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> both = new ArrayList<>();
      for (Runnable each : List.of(one, other)) {
        both.add(
            threads.submit(
                () -> {
                  start.await();
                  each.run();
                  return null;
                }));
      }
      for (Future<?> each : both) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private ReportJob job(List<ReportRow> rows) {
    return job(store, rows);
  }

  private ReportJob job(ReportStore where, List<ReportRow> rows) {
    return job(where, rows, ReportFixtures.totals(rows));
  }

  private ReportJob job(ReportStore where, List<ReportRow> rows, MonthTotals totals) {
    return new ReportJob(
        new ReportMonth(ZoneOffset.UTC),
        where,
        new SegmentReader(where, ReportFixtures.scan(rows), totals, 2),
        totals,
        new Publisher(where, CLOCK),
        events::add,
        "bucket");
  }

  private static SortedMap<String, String> texts(InMemoryReportStore store, String prefix) {
    TreeMap<String, String> texts = new TreeMap<>(store.texts());
    texts.keySet().removeIf(key -> !key.startsWith(prefix));
    return texts;
  }

  private String text(String file) {
    return Optional.ofNullable(texts(store, FOLDER).get(FOLDER + file)).orElseThrow();
  }

  private Manifest manifest() {
    return manifest(store);
  }

  private static Manifest manifest(InMemoryReportStore store) {
    return ReportJson.read(
        store.read(FOLDER + "manifest.json").orElseThrow().text(), Manifest.class);
  }

  private void assertConsistent() {
    assertConsistent(store);
  }

  /** The current files, and each revision's own, have the hashes that the manifest states. */
  private static void assertConsistent(InMemoryReportStore store) {
    Map<String, String> texts = texts(store, FOLDER);
    Manifest manifest = manifest(store);
    List<Manifest.File> files = new ArrayList<>(manifest.files());
    manifest.revisions().forEach(revision -> files.addAll(revision.files()));
    for (Manifest.File file : files) {
      byte[] bytes =
          Optional.ofNullable(texts.get(file.key()))
              .orElseThrow()
              .getBytes(java.nio.charset.StandardCharsets.UTF_8);
      assertThat(bytes.length).as(file.key()).isEqualTo((int) file.bytes());
      assertThat(java.util.HexFormat.of().formatHex(FileUpload.sha256().digest(bytes)))
          .as(file.key())
          .isEqualTo(file.sha256());
    }
  }
}
