package outlay.jobs.report;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.jobs.runs.Progress;
import outlay.jobs.runs.Run;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.ExpenseItem;
import outlay.store.TestTables;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;

/** Reports of real records, from DynamoDB into S3. The records lie beside the checkout. */
@ExtendWith({DynamoDbLocalExtension.class, S3ProxyExtension.class})
final class ReportJobIT {
  private static final Path DATA = Path.of("..", "..", "shared", "data");
  private static final Instant NOW = Instant.parse("2026-02-01T02:00:00Z");
  private static final int SEGMENTS = 3;
  private static final int BATCH = 25;

  private record UserDay(String userId, LocalDate date) {}

  private final DynamoDbClient dynamoDb;
  private final ReportStore store;
  private final String expenses;
  private final String totals;
  private final List<ReportPublished> events = new ArrayList<>();

  ReportJobIT(DynamoDbClient dynamoDb, S3Client s3) {
    this.dynamoDb = dynamoDb;
    this.store = new S3ReportStore(s3, S3ProxyExtension.bucket(s3));
    this.expenses = TestTables.expenses(dynamoDb);
    this.totals = TestTables.totals(dynamoDb);
  }

  /**
   * A small, a large, and an average month, beside others; {@code bench/drill report} makes all of
   * them. The largest three take a minute to write.
   */
  @Test
  void report_monthOfRealRecords_sumsUpToWhatIsPublished_andIsTheSameTwice() throws Exception {
    JsonNode months =
        new ObjectMapper()
            .readTree(DATA.resolve("aud-parliament-2019.expected.json").toFile())
            .at("/currencies/AUD/byMonth");
    List<Map.Entry<String, JsonNode>> bySize = new ArrayList<>(months.properties());
    bySize.sort(Comparator.comparing(month -> month.getValue().at("/expense/count").asInt()));
    bySize = bySize.subList(0, bySize.size() - 3);
    load("aud-parliament-2019", bySize.stream().map(Map.Entry::getKey).collect(toSet()));
    int last = bySize.size() - 1;

    for (Map.Entry<String, JsonNode> month :
        List.of(bySize.get(0), bySize.get(last / 2), bySize.get(last))) {
      report(month.getKey(), "1", NOW);
      Manifest manifest = manifest(month.getKey());

      JsonNode expected = month.getValue().get("expense");
      assertThat(manifest.currencies())
          .as(month.getKey())
          .isEqualTo(
              Map.of(
                  "AUD",
                  new CurrencySum(
                      expected.get("sum").asText(), "0.00", expected.get("count").asLong())));
      assertThat(manifest.differences().users()).isZero();
      assertThat(manifest.unreadable()).isZero();
      assertThat(summed(month.getKey())).isEqualByComparingTo(expected.get("sum").asText());
    }
    String largest = bySize.get(last).getKey();
    Manifest first = manifest(largest);
    report(largest, "2", NOW.plusSeconds(60));
    assertThat(manifest(largest)).isEqualTo(first);
    assertThat(events).hasSize(4);
  }

  @Test
  void report_whatIsDeletedOrUnreadableOrCountedOtherwise_isLeftOutOrNamed() {
    put(expense("ann", "e1", "2026-01-31", "10.00"));
    put(expense("ann", "e2", "2026-01-31", "5.00").deleted(NOW));
    put(expense("ann", "e3", "2026-02-01", "7.00"));
    put(expense("bob", "e4", "2026-01-01", "1.00"));
    Map<String, AttributeValue> poison = ExpenseItem.of(expense("eve", "e5", "2026-01-02", "1.00"));
    poison.put("amount", AttributeValue.fromS("a lot"));
    dynamoDb.putItem(put -> put.tableName(expenses).item(poison));
    count("ann", "2026-01-31", "10.00");
    count("bob", "2026-01-01", "2.00");

    report("2026-01", "1", NOW);

    Manifest manifest = manifest("2026-01");
    assertThat(manifest.rows()).isEqualTo(2);
    assertThat(manifest.currencies()).isEqualTo(Map.of("INR", new CurrencySum("11.00", "0.00", 2)));
    assertThat(manifest.unreadable()).isEqualTo(1);
    assertThat(manifest.differences())
        .isEqualTo(new Differences(1, List.of(new Difference("bob", List.of("2026-01-01")))));
  }

  private static Expense expense(String user, String id, String date, String amount) {
    return Expense.recorded(
        user, id, content(ExpenseType.EXPENSE, date, "Food", amount, "INR", ""), NOW);
  }

  private static ExpenseContent content(
      ExpenseType type,
      String date,
      String category,
      String amount,
      String currency,
      String description) {
    return new ExpenseContent(
        type,
        LocalDate.parse(date),
        category,
        Money.of(new BigDecimal(amount), Currency.of(currency)),
        description);
  }

  private void put(Expense expense) {
    dynamoDb.putItem(put -> put.tableName(expenses).item(ExpenseItem.of(expense)));
  }

  private void count(String user, String date, String amount) {
    Money money = Money.of(new BigDecimal(amount), Currency.of("INR"));
    DayTotals day = DayTotals.of(List.of(new DayEntry(ExpenseType.EXPENSE, "Food", money, false)));
    dynamoDb.putItem(
        put -> put.tableName(totals).item(TotalsItem.of(user, LocalDate.parse(date), 1, day, NOW)));
  }

  /** Puts the records of some months of a set, and what they come to by day, into the tables. */
  private void load(String set, Set<String> months) throws Exception {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    Map<UserDay, List<DayEntry>> days = new HashMap<>();
    try (CSVReader rows = csv(Files.readString(DATA.resolve(set + ".normal.csv")))) {
      rows.skip(1);
      for (String[] row : rows) {
        ExpenseType type = ExpenseType.find(row[2]).orElseThrow();
        if (!months.contains(row[1].substring(0, "2019-01".length()))) {
          continue;
        }
        ExpenseContent content = content(type, row[1], row[3], row[4], row[5], row[6]);
        items.add(ExpenseItem.of(Expense.recorded(row[0], "e" + items.size(), content, NOW)));
        days.computeIfAbsent(new UserDay(row[0], content.date()), day -> new ArrayList<>())
            .add(new DayEntry(type, content.category(), content.money(), false));
      }
    }
    write(expenses, items);
    write(
        totals,
        days.entrySet().stream()
            .map(
                day ->
                    TotalsItem.of(
                        day.getKey().userId(),
                        day.getKey().date(),
                        1,
                        DayTotals.of(day.getValue()),
                        NOW))
            .toList());
  }

  private static CSVReader csv(String text) {
    return new CSVReaderBuilder(new StringReader(text))
        .withCSVParser(new RFC4180ParserBuilder().build())
        .build();
  }

  private void write(String table, List<Map<String, AttributeValue>> items) {
    for (int i = 0; i < items.size(); i += BATCH) {
      List<WriteRequest> puts =
          items.subList(i, Math.min(items.size(), i + BATCH)).stream()
              .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
              .toList();
      BatchWriteItemResponse response =
          dynamoDb.batchWriteItem(write -> write.requestItems(Map.of(table, puts)));
      assertThat(response.unprocessedItems()).isEmpty();
    }
  }

  /** Runs a report as the mechanism does, with a pause after every page of the scan. */
  private void report(String month, String run, Instant startedAt) {
    MonthTotals monthTotals = new DynamoMonthTotals(dynamoDb, totals);
    ReportJob job =
        new ReportJob(
            new ReportMonth(ZoneOffset.UTC),
            store,
            new SegmentReader(store, new DynamoRowScan(dynamoDb, expenses), monthTotals),
            monthTotals,
            new Publisher(store, Clock.fixed(NOW, ZoneOffset.UTC)),
            events::add,
            "reports");
    Run opened =
        Run.opened(
            "report#" + month + "-" + run, "report", startedAt, SEGMENTS, Map.of("month", month));
    TreeMap<Integer, Run.Segment> done = new TreeMap<>();
    for (int segment = 0; segment < SEGMENTS; segment++) {
      Progress progress = job.work(opened, segment, Optional.empty(), () -> true);
      outlay.jobs.runs.Counts counts = progress.counts();
      while (progress instanceof Progress.More more) {
        progress = job.work(opened, segment, Optional.of(more.cursor()), () -> true);
        counts = counts.plus(progress.counts());
      }
      done.put(segment, new Run.Segment(counts, ((Progress.Done) progress).note()));
    }
    job.finish(
        new Run(opened.id(), "report", startedAt, SEGMENTS, opened.parameters(), done, false),
        () -> false);
  }

  private Manifest manifest(String month) {
    String key = Manifest.keyIn(Manifest.folder(YearMonth.parse(month).toString()));
    return ReportJson.read(store.read(key).orElseThrow().text(), Manifest.class);
  }

  /** The amounts in a month's file, by another reader than the code's own. */
  private BigDecimal summed(String month) throws Exception {
    BigDecimal sum = BigDecimal.ZERO;
    String text = store.read(Manifest.folder(month) + "expenses.csv").orElseThrow().text();
    try (CSVReader rows = csv(text)) {
      rows.skip(1);
      for (String[] row : rows) {
        assertThat(row[1]).startsWith(month);
        sum = sum.add(new BigDecimal(row[4]));
      }
    }
    return sum;
  }
}
