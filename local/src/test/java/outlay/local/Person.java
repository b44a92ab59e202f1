package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Someone with a token, who sees what clients, finance users, and operators see. */
final class Person implements AutoCloseable {
  private static final String FINANCE = "finance@outlay.example";
  static final String DAY = "2026-01-22";
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String name;
  private final String token;
  private final URI api;
  private final URI mail;
  private final DynamoDbClient dynamoDb;

  Person(String name, String token, URI api, URI mail, URI edge) {
    this.name = name;
    this.token = token;
    this.api = api;
    this.mail = mail;
    this.dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(edge)
            .region(Region.EU_CENTRAL_2)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("OPERATOR", "local")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  /** Posts an expense of {@link #DAY} in INR. */
  HttpResponse<String> spends(String amount, String category)
      throws IOException, InterruptedException {
    String json =
        "{\"date\": \"%s\", \"category\": \"%s\", \"amount\": %s}".formatted(DAY, category, amount);
    return http.send(
        HttpRequest.newBuilder(api.resolve("/expenses"))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> gets(String path) throws IOException, InterruptedException {
    return sends("GET", path, BodyPublishers.noBody());
  }

  HttpResponse<String> puts(String path, String json) throws IOException, InterruptedException {
    return sends("PUT", path, BodyPublishers.ofString(json));
  }

  HttpResponse<String> deletes(String path) throws IOException, InterruptedException {
    return sends("DELETE", path, BodyPublishers.noBody());
  }

  private HttpResponse<String> sends(String method, String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(api.resolve(path))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .method(method, body)
            .build(),
        BodyHandlers.ofString());
  }

  /** The list of reports, once this month's is in it. */
  String waitsForReport(String month) throws Exception {
    return eventually(
        () ->
            Optional.of(gets("/reports").body())
                .filter(list -> list.contains("\"month\":\"" + month + "\",\"revision\"")),
        () -> gets("/reports").body());
  }

  /** What is behind the link to a report's file, fetched without a token. */
  String opensReport(String month, String file) throws IOException, InterruptedException {
    Matcher url =
        Pattern.compile("\"url\":\"([^\"]+)\"")
            .matcher(gets("/reports/" + month + "/" + file).body());
    assertThat(url.find()).isTrue();
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url.group(1))).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  /** Confirms a subscription, as the mail asks. */
  void followsTheLink() throws Exception {
    Pattern link = Pattern.compile("http://127[^\\s\"]+Action=ConfirmSubscription[^\\s\"\\\\]+");
    Matcher found = link.matcher(waitsForOwnMail("ConfirmSubscription"));
    assertThat(found.find()).isTrue();
    HttpResponse<String> page =
        http.send(
            HttpRequest.newBuilder(URI.create(found.group())).build(), BodyHandlers.ofString());
    assertThat(page.statusCode()).isEqualTo(200);
  }

  /** The text of this person's own mails, once one of them has this word. */
  String waitsForOwnMail(String word) throws Exception {
    String own = name + "@outlay.example";
    return eventually(
        () -> Optional.of(mails(own)).filter(mails -> mails.contains(word)), () -> mails(own));
  }

  /** What the day's totals say of a category, once they say anything. */
  BigDecimal waitsForTotal(String category, BigDecimal expected) throws Exception {
    return eventually(
        () -> spent(category).filter(spent -> spent.compareTo(expected) == 0),
        () -> "spent on " + category + ": " + spent(category));
  }

  private Optional<BigDecimal> spent(String category) {
    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(
                request ->
                    request
                        .tableName("outlay-TotalsTable")
                        .key(
                            Map.of(
                                "userId", AttributeValue.fromS(name),
                                "date", AttributeValue.fromS(DAY)))
                        .consistentRead(true))
            .item();
    return Optional.ofNullable(item.get("currencies"))
        .map(currencies -> currencies.m().get("INR"))
        .map(categories -> categories.m().get(category))
        .map(sums -> sums.m().get("spent"))
        .map(spent -> new BigDecimal(spent.n()));
  }

  /** The text of finance's mails, once one of them speaks of this person. */
  String waitsForMail() throws Exception {
    return eventually(
        () -> Optional.of(mails(FINANCE)).filter(mails -> mails.contains(name)),
        () -> mails(FINANCE));
  }

  private String mails(String to) throws IOException, InterruptedException {
    URI messages = mail.resolve("/messages?to=" + to);
    return http.send(HttpRequest.newBuilder(messages).build(), BodyHandlers.ofString()).body();
  }

  private static <T> T eventually(Callable<Optional<T>> look, Callable<String> otherwise)
      throws Exception {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      Optional<T> found = look.call();
      if (found.isPresent()) {
        return found.get();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)); // Between two looks.
    }
    throw new AssertionError("not within " + LONGEST + ": " + otherwise.call());
  }

  @Override
  public void close() {
    dynamoDb.close();
  }
}
