package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.background.MovableClock;
import outlay.local.lambda.FunctionJar;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Schedules, queues, and asynchronous invocations of a small template, on a clock that is moved.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventStackIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final String TEMPLATE =
      """
      Resources:
        Client:
          Type: AWS::Cognito::UserPoolClient
          Properties: {UserPoolId: pool, AllowedOAuthScopes: [openid]}
        Steps:
          Type: AWS::SQS::Queue
          Properties:
            VisibilityTimeout: 5
            RedrivePolicy: {deadLetterTargetArn: !GetAtt Lost.Arn, maxReceiveCount: 2}
        Lost: {Type: AWS::SQS::Queue}
        Failures: {Type: AWS::SQS::Queue}
        Work:
          Type: AWS::Serverless::Function
          Properties:
            CodeUri: function.jar
            Handler: outlay.local.lambda.TestFunction::handle
            Timeout: 5
            MemorySize: 256
            EventInvokeConfig:
              DestinationConfig:
                OnFailure: {Type: SQS, Destination: !GetAtt Failures.Arn}
            Events:
              Steps:
                Type: SQS
                Properties: {Queue: !GetAtt Steps.Arn, BatchSize: 1}
              Nightly:
                Type: ScheduleV2
                Properties:
                  ScheduleExpression: cron(30 2 * * ? *)
                  ScheduleExpressionTimezone: Europe/Berlin
                  FlexibleTimeWindow: {Mode: "OFF"}
                  Input: '{"do":"throw","at":"<aws.scheduler.scheduled-time>"}'
        Monthly:
          Type: AWS::Scheduler::Schedule
          Properties:
            ScheduleExpression: cron(0 3 1 * ? *)
            ScheduleExpressionTimezone: Europe/Berlin
            FlexibleTimeWindow: {Mode: "OFF"}
            Target:
              Arn: !GetAtt Inbox.Arn
              RoleArn: arn:aws:iam::000000000000:role/scheduler
              Input: '<aws.scheduler.scheduled-time>'
        Inbox: {Type: AWS::SQS::Queue}
        Operators: {Type: AWS::SNS::Topic}
        OperatorsMail:
          Type: AWS::SNS::Subscription
          Properties: {TopicArn: !Ref Operators, Protocol: email, Endpoint: ops@outlay.example}
        Runs:
          Type: AWS::DynamoDB::Table
          Properties:
            BillingMode: PAY_PER_REQUEST
            AttributeDefinitions: [{AttributeName: run, AttributeType: S}]
            KeySchema: [{AttributeName: run, KeyType: HASH}]
        Bus: {Type: AWS::Events::EventBus}
        OnReport:
          Type: AWS::Events::Rule
          Properties:
            EventBusName: !Ref Bus
            EventPattern: {source: [outlay.report]}
            Targets:
              - Id: Operators
                Arn: !Ref Operators
                InputTransformer:
                  InputPathsMap: {month: $.detail.month}
                  InputTemplate: '"Report for <month>."'
      Outputs:
        RunsTable: {Value: !Ref Runs}
      """;

  private final MovableClock clock = MovableClock.at("2026-03-27T12:00:00Z");

  @SuppressWarnings("NullAway.Init") // By startStack.
  private Path data;

  @SuppressWarnings("NullAway.Init") // By startStack.
  private Stack stack;

  @SuppressWarnings("NullAway.Init") // By startStack.
  private SqsClient sqs;

  @BeforeAll
  void startStack(@TempDir Path folder) throws Exception {
    FunctionJar.write(folder.resolve("function.jar"));
    Path template = Files.writeString(folder.resolve("template.yaml"), TEMPLATE);
    data = folder.resolve("data");
    Settings settings = new Settings(Path.of(".."), template, data, true, false, 0, Map.of());
    stack = Stack.start(settings, Progress.silent(), clock);
    sqs = client(SqsClient.builder());
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(stack.edge())
        .region(Region.EU_CENTRAL_2)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("OPERATOR", "local")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @AfterAll
  void stopStack() {
    sqs.close();
    stack.close();
  }

  private String url(String queue) {
    return stack.edge() + "/000000000000/outlay-" + queue;
  }

  private Optional<String> receive(String queue) {
    List<Message> messages =
        sqs.receiveMessage(request -> request.queueUrl(url(queue)).waitTimeSeconds(1)).messages();
    messages.forEach(
        message ->
            sqs.deleteMessage(
                request -> request.queueUrl(url(queue)).receiptHandle(message.receiptHandle())));
    return messages.stream().map(Message::body).findFirst();
  }

  private String await(String queue) {
    long end = System.nanoTime() + LONGEST.toNanos();
    Optional<String> body = receive(queue);
    while (body.isEmpty()) {
      assertThat(System.nanoTime() - end).as(queue + ": nanoseconds too late").isNegative();
      body = receive(queue);
    }
    return body.get();
  }

  private long invocations() {
    return Optional.ofNullable(stack.functions().get("Work")).orElseThrow().invocations();
  }

  private void awaitInvocations(long count) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (invocations() < count) {
      assertThat(System.nanoTime() - end).as("nanoseconds too late").isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5)); // Between two looks.
    }
  }

  @Test
  void monthsEndAndSpringShift_scheduleFailsThrice_endsInTheFailureQueue() throws Exception {
    assertThat(stack.schedules())
        .extracting(next -> next.name() + " " + next.time().toInstant())
        .containsExactly("Nightly 2026-03-28T01:30:00Z", "outlay-Monthly 2026-04-01T01:00:00Z");

    clock.moveTo(Instant.parse("2026-03-28T01:30:00Z"));
    long before = invocations();
    awaitInvocations(before + 1);
    assertThat(stack.awaitDrained(Duration.ofMillis(200))).isFalse();
    // The thread that got the error sets the clock for the next attempt only then.
    awaitAttempt(before + 2, Duration.ofMinutes(1));
    awaitAttempt(before + 3, Duration.ofMinutes(2));
    JsonNode record = Control.JSON.readTree(await("Failures"));
    assertThat(stack.awaitDrained(LONGEST)).isTrue();
    assertThat(record.at("/requestPayload/at").asText()).isEqualTo("2026-03-28T01:30:00Z");
    assertThat(record.at("/requestContext/condition").asText()).isEqualTo("RetriesExhausted");
    assertThat(record.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(3);
    assertThat(record.at("/responsePayload/errorMessage").asText()).isEqualTo("as told");

    clock.moveTo(Instant.parse("2026-03-29T12:00:00Z")); // 02:30 is left out on this day.
    assertThat(stack.awaitDrained(LONGEST)).isTrue();
    assertThat(invocations()).isEqualTo(before + 3);
    assertThat(receive("Inbox")).isEmpty();
    clock.moveTo(Instant.parse("2026-03-29T22:30:00Z"));
    assertThat(stack.schedules().get(0).time().toInstant()).hasToString("2026-03-30T00:30:00Z");
  }

  private void awaitAttempt(long invocations, Duration pause) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (invocations() < invocations) {
      assertThat(System.nanoTime() - end).as("nanoseconds too late").isNegative();
      clock.advance(pause);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300)); // For the clock to be seen.
    }
  }

  @Test
  void queue_messageThatFails_comesAgain_andEndsInTheDeadLetterQueue() {
    sqs.sendMessage(request -> request.queueUrl(url("Steps")).messageBody("a good one"));
    assertThat(stack.awaitDrained(LONGEST)).isTrue();

    sqs.sendMessage(request -> request.queueUrl(url("Steps")).messageBody("told to fail"));

    assertThat(await("Lost")).isEqualTo("told to fail");
    assertThat(stack.awaitDrained(LONGEST)).isTrue();
  }

  /** As outlay.jobs.runs.DynamoRunStore keeps it. */
  private static Map<String, AttributeValue> run(int done) {
    Map<String, AttributeValue> segments = new HashMap<>();
    for (int segment = 0; segment < done; segment++) {
      segments.put(
          Integer.toString(segment),
          AttributeValue.fromM(
              Map.of(
                  "counts", AttributeValue.fromM(Map.of("rows", AttributeValue.fromN("7"))),
                  "note", AttributeValue.fromS(""))));
    }
    return Map.of(
        "run", AttributeValue.fromS("report#1"),
        "job", AttributeValue.fromS("report"),
        "startedAt", AttributeValue.fromS("2026-03-27T12:00:00Z"),
        "segments", AttributeValue.fromN("2"),
        "parameters", AttributeValue.fromM(Map.of("month", AttributeValue.fromS("2026-01"))),
        "done", AttributeValue.fromM(segments));
  }

  private static Map<String, AttributeValue> over(boolean ok) {
    Map<String, AttributeValue> over = new HashMap<>(run(2));
    over.put("finishedAt", AttributeValue.fromS("2026-03-27T12:00:09Z"));
    over.put("ok", AttributeValue.fromBool(ok));
    over.put("result", AttributeValue.fromS("{\"EUR\":12345678.90}"));
    return over;
  }

  @Test
  void invoke_thatStartsARun_waitsForItsResult() throws Exception {
    try (DynamoDbClient runs = client(DynamoDbClient.builder())) {
      runs.putItem(put -> put.tableName("outlay-Runs").item(run(1)));
      StringWriter out = new StringWriter();
      CommandLine command = new CommandLine(new InvokeCommand()).setOut(new PrintWriter(out, true));
      String answer = "{\"run\":\"report#1\",\"segments\":2}"; // Work answers its event.
      String[] invoke = {"Work", answer, "--data", data.toString()};

      CompletableFuture<Integer> status =
          CompletableFuture.supplyAsync(() -> command.execute(invoke));
      assertThatThrownBy(() -> status.get(1500, TimeUnit.MILLISECONDS)) // Still waits.
          .isInstanceOf(TimeoutException.class);
      runs.putItem(put -> put.tableName("outlay-Runs").item(over(true)));

      assertThat(status.get(LONGEST.toSeconds(), TimeUnit.SECONDS)).isZero();
      assertThat(out.toString().strip()).isEqualTo("{\"EUR\":12345678.90}");
      runs.putItem(put -> put.tableName("outlay-Runs").item(over(false)));
      assertThat(command.execute(invoke)).isEqualTo(1);
      runs.putItem(put -> put.tableName("outlay-Runs").item(run(1)));
      assertThat(command.execute("Work", answer, "--no-wait", "--data", data.toString())).isZero();
      assertThat(out.toString().strip()).endsWith(answer);
    }
  }

  @Test
  void putEvents_mailsOperators() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    String body =
        "{\"Entries\":[{\"Source\":\"outlay.report\",\"DetailType\":\"ReportPublished\","
            + "\"EventBusName\":\"outlay-Bus\",\"Detail\":\"{\\\"month\\\":\\\"2026-01\\\"}\"}]}";
    HttpRequest put =
        HttpRequest.newBuilder(stack.edge())
            .header("x-amz-target", "AWSEvents.PutEvents")
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=OPERATOR/20260101/eu-central-2/events/aws4_request")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();

    assertThat(http.send(put, BodyHandlers.ofString()).body()).contains("\"FailedEntryCount\":0");
    URI mails = stack.addresses().mail().resolve("/messages?to=ops@outlay.example");
    String mail =
        http.send(
                HttpRequest.newBuilder(mails).build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8))
            .body();
    assertThat(mail).contains("Report for 2026-01.");
  }
}
