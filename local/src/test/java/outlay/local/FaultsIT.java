package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import outlay.histories.ApiActor;
import outlay.histories.Change;
import outlay.histories.Expected;
import outlay.histories.Histories;
import outlay.histories.Ledger;
import outlay.histories.Limit;
import outlay.local.faults.Fault;
import outlay.local.faults.Rule;
import outlay.local.streams.Disorder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Short histories on the real stack while everything goes wrong. Once it is calm and all is
 * drained: what was acknowledged is stored (I1), totals are exact (I2), and what is due was told
 * (I3).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final BigDecimal LIMIT = new BigDecimal(2000);
  private static final int CHANGES_A_BUDGET = 10;
  private static final BigDecimal LARGE = new BigDecimal(500);
  private static final Set<String> FUNCTIONS = Set.of("Ingest", "Settings", "Totals", "Alerts");

  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  @SuppressWarnings("NullAway.Init") // By start.
  private Stack stack;

  @SuppressWarnings("NullAway.Init")
  private DynamoDbClient dynamoDb;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    Path home = Path.of("..");
    stack =
        Stack.start(
            new Settings(
                home,
                home.resolve("template.yaml"),
                data,
                true,
                false,
                0,
                Map.of("DefaultMonthlyLimit", LIMIT.toPlainString())),
            Progress.silent());
    dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(stack.edge())
            .region(Region.EU_CENTRAL_2)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("OPERATOR", "local")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @AfterEach
  void calm() {
    stack.faults().stop();
    stack.deliveries().stop();
  }

  @AfterAll
  void stop() {
    dynamoDb.close();
    stack.close();
  }

  @Test
  void callsThatFail_atEveryRate_endRight() throws Exception {
    stack
        .faults()
        .start(
            11,
            List.of(
                Rule.of(Fault.THROTTLED, 0.1).from(FUNCTIONS),
                Rule.of(Fault.FAILED_BEFORE, 0.05).from(FUNCTIONS),
                Rule.of(Fault.FAILED_AFTER, 0.05).from(FUNCTIONS),
                Rule.of(Fault.DROPPED_AFTER, 0.05).from(FUNCTIONS)));

    assertRight(acted("failing", 11, 40));
    assertThat(befallen()).contains(Fault.THROTTLED, Fault.FAILED_AFTER, Fault.DROPPED_AFTER);
  }

  @Test
  void callsAppliedLate_andDisorderedDeliveries_endRight() throws Exception {
    stack
        .faults()
        .start(
            12,
            List.of(
                Rule.of(Fault.APPLIED_LATE, 0.1)
                    .from(FUNCTIONS)
                    .on("BatchExecuteStatement", "PutItem", "UpdateItem")
                    .held(Duration.ofMillis(800), Duration.ofSeconds(6))));
    stack.deliveries().start(12, Disorder.Rates.harmless(0.3));

    assertRight(acted("late", 12, 40));
    assertThat(befallen()).containsExactly(Fault.APPLIED_LATE);
    assertThat(stack.deliveries().done()).containsKeys("again", "later", "at once", "lost answer");
  }

  @Test
  void functionsKilledAfterEachOfTheirCalls_endRight() throws Exception {
    List<Rule> kills =
        Stream.of("Totals", "Alerts", "Ingest")
            .flatMap(
                function ->
                    IntStream.rangeClosed(1, 5)
                        .mapToObj(
                            call ->
                                Rule.of(Fault.KILLED_AFTER, 1)
                                    .from(function)
                                    .atCall(call)
                                    .atMost(1)))
            .toList();
    stack.faults().start(13, kills);

    ApiActor actor = act("killed", 13, 30);
    assertThat(stack.awaitDrained(LONGEST)).isTrue(); // Each kill happens once, however late.
    long happened = stack.faults().injected().values().stream().mapToLong(Long::longValue).sum();

    assertRight(calmed(actor));
    // Ingest's put; the get, query, and put of Totals; three queries of Alerts. More if batches are
    // large.
    assertThat(happened).isGreaterThanOrEqualTo(7);
  }

  /** Acts a history out, lets everything calm down, and removes what the history removes. */
  private ApiActor acted(String name, long seed, int size) throws Exception {
    return calmed(act(name, seed, size));
  }

  private ApiActor act(String name, long seed, int size) throws Exception {
    List<String> users = List.of(name + "-ann", name + "-bob");
    List<Change> history = Histories.random(seed, size, users, LocalDate.of(2025, 1, 30));
    ApiActor.Access access = new ApiActor.Access(stack.addresses().api(), this::token);
    ApiActor actor = new ApiActor(() -> access, name);
    Iterator<Limit> limits = Histories.limits(seed, users);
    for (int i = 0; i < history.size(); i++) {
      if (i % CHANGES_A_BUDGET == 0) {
        actor.set(limits.next());
      }
      actor.act(history.get(i));
    }
    return actor;
  }

  private ApiActor calmed(ApiActor actor) throws Exception {
    calm();
    assertThat(stack.awaitDrained(LONGEST)).isTrue();
    actor.remove().forEach(this::remove);
    return actor;
  }

  private String token(String user) {
    return tokens.computeIfAbsent(user, each -> stack.accessToken(each, List.of()));
  }

  private void remove(Ledger.Key key, String id) {
    dynamoDb.deleteItem(
        request ->
            request
                .tableName("outlay-ExpensesTable")
                .key(
                    Map.of(
                        "userId", AttributeValue.fromS(key.user()),
                        "expenseId", AttributeValue.fromS(id))));
  }

  private Set<Fault> befallen() {
    return stack.faults().injected().keySet().stream()
        .map(what -> Fault.valueOf(what.substring(0, what.indexOf(' '))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void assertRight(ApiActor actor) throws Exception {
    assertThat(stack.awaitDrained(LONGEST)).isTrue();
    Set<String> users =
        tokens.keySet().stream()
            .filter(
                user ->
                    actor.ledger().expenses().keySet().stream()
                        .anyMatch(key -> key.user().equals(user)))
            .collect(Collectors.toSet());
    assertThat(expenses(users)).as("I1").isEqualTo(acknowledged(actor));
    assertThat(totals(users)).as("I2").isEqualTo(Expected.totals(actor.ledger()));
    Set<String> due = Expected.alerts(actor.ledger(), actor::id, LIMIT, List.of(80, 100), LARGE);
    assertThat(due).as("this history tries I3").isNotEmpty();
    assertThat(sent(users)).as("I3").containsAll(due);
    String mails = mails();
    assertThat(due)
        .as("I3")
        .allSatisfy(
            alert -> {
              String[] userAndId = alert.split(" ", 2);
              assertThat(mails).contains("Alert: " + userAndId[1] + " of " + userAndId[0]);
            });
  }

  private static Map<String, String> acknowledged(ApiActor actor) {
    Map<String, String> expenses = new TreeMap<>();
    actor
        .ledger()
        .expenses()
        .forEach(
            (key, stored) -> {
              var content = stored.content();
              expenses.put(
                  key.user() + " " + actor.id(key),
                  String.join(
                      " ",
                      content.date().toString(),
                      content.income() ? "income" : "expense",
                      content.category(),
                      content.currency(),
                      plain(content.amount()),
                      stored.deleted() ? "deleted" : "there"));
            });
    return expenses;
  }

  private Map<String, String> expenses(Set<String> users) {
    Map<String, String> expenses = new TreeMap<>();
    for (Map<String, AttributeValue> item : items("outlay-ExpensesTable", users)) {
      expenses.put(
          text(item, "userId") + " " + text(item, "expenseId"),
          String.join(
              " ",
              text(item, "date"),
              text(item, "type"),
              text(item, "category"),
              text(item, "currency"),
              plain(new BigDecimal(attribute(item, "amount").n())),
              item.containsKey("deletedAt") ? "deleted" : "there"));
    }
    return expenses;
  }

  private static String plain(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }

  private Map<String, Expected.Sum> totals(Set<String> users) {
    Map<String, Expected.Sum> totals = new TreeMap<>();
    for (Map<String, AttributeValue> item : items("outlay-TotalsTable", users)) {
      LocalDate date = LocalDate.parse(text(item, "date"));
      attribute(item, "currencies")
          .m()
          .forEach(
              (currency, categories) ->
                  categories
                      .m()
                      .forEach(
                          (category, sum) ->
                              totals.put(
                                  Expected.cell(text(item, "userId"), date, currency, category),
                                  new Expected.Sum(
                                      number(sum, "spent"),
                                      number(sum, "earned"),
                                      number(sum, "count").longValueExact()))));
    }
    return totals;
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return attribute(item, name).s();
  }

  private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name);
  }

  private static BigDecimal number(AttributeValue sum, String name) {
    return new BigDecimal(attribute(sum.m(), name).n());
  }

  private Set<String> sent(Set<String> users) {
    return items("outlay-AlertsTable", users).stream()
        .filter(item -> text(item, "state").equals("sent"))
        .map(item -> text(item, "userId") + " " + text(item, "alert"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Map<String, AttributeValue>> items(String table, Set<String> users) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (Map<String, AttributeValue> item :
        dynamoDb.scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items()) {
      if (users.contains(text(item, "userId"))) {
        items.add(item);
      }
    }
    return items;
  }

  private String mails() throws IOException, InterruptedException {
    URI messages =
        stack.addresses().mail().resolve("/messages?limit=500&to=finance@outlay.example");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(messages).build(), BodyHandlers.ofString())
        .body();
  }
}
