package outlay.local.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.dynamodb.DynamoDbLocal;
import outlay.local.dynamodb.TestDynamoDb;
import outlay.local.faults.Fault;
import outlay.local.faults.Faults;
import outlay.local.faults.Rule;
import outlay.local.lambda.Invocation;
import outlay.local.mail.Mail;
import outlay.local.sns.Sns;
import outlay.local.sqs.QueueSpec;
import outlay.local.sqs.Queues;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** All parts behind the edge, spoken to by the AWS SDK. */
final class EdgeIT {
  private static final String ACCOUNT = "000000000000";
  private static final String REGION = "eu-west-1";
  private static final Meter METER = new Meter();
  private static final Faults FAULTS = new Faults(trace -> false);
  private static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();

  @TempDir private static Path folder;
  private static DynamoDbLocal dynamoDb;
  private static Queues queues;
  private static Mail mail;
  private static Sns sns;
  private static Edge edge;

  @BeforeAll
  static void start() throws IOException {
    int port = freePort();
    URI address = URI.create("http://127.0.0.1:" + port);
    dynamoDb = TestDynamoDb.start(folder);
    dynamoDb.createTable(TestDynamoDb.table("expenses"));
    queues = Queues.start(Optional.empty(), address, REGION, ACCOUNT);
    queues.createQueue(QueueSpec.of("failures"));
    mail = Mail.start(0, Optional.empty());
    sns =
        Sns.start(
            Optional.empty(),
            address,
            REGION,
            ACCOUNT,
            mail,
            (arn, body, attributes) ->
                queues.send(queues.url(arn.substring(arn.lastIndexOf(':') + 1)), body));
    LambdaApi lambda =
        new LambdaApi(
            Set.of("Ingest", "Failing"),
            EdgeIT::invoke,
            (function, event) -> invoke(function, event).requestId());
    edge =
        Edge.start(
            port,
            Map.of(
                "dynamodb", new Forward(dynamoDb.uri()),
                "sqs", new Forward(queues.uri()),
                "sns", sns,
                "lambda", lambda,
                "sts", new StsApi(ACCOUNT)),
            Map.of("AKIDINGEST", "Ingest", "AKIDOPERATOR", "operator", "AKIDFAULTY", "Faulty"),
            List.of(METER, FAULTS));
  }

  @AfterAll
  static void stop() {
    edge.close();
    mail.close();
    queues.close();
    dynamoDb.close();
  }

  @Test
  void dynamoDb_writeAndRead_areForwardedAndMeasured() {
    try (DynamoDbClient client = client(DynamoDbClient.builder(), "AKIDINGEST")) {
      client.putItem(r -> r.tableName("expenses").item(item("measured")));
      client.getItem(r -> r.tableName("expenses").key(item("measured")).consistentRead(true));

      assertThat(METER.readings())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("waited")
          .contains(
              new Meter.Reading(
                  "Ingest", "dynamodb", "PutItem", "expenses", 1, 0, 1.0, Duration.ZERO),
              new Meter.Reading(
                  "Ingest", "dynamodb", "GetItem", "expenses", 1, 0, 1.0, Duration.ZERO));
    }
  }

  @Test
  void dynamoDb_failedCondition_keepsItsError() {
    try (DynamoDbClient client = client(DynamoDbClient.builder(), "AKIDOPERATOR")) {
      client.putItem(r -> r.tableName("expenses").item(item("twice")));

      assertThatThrownBy(
              () ->
                  client.putItem(
                      r ->
                          r.tableName("expenses")
                              .item(item("twice"))
                              .conditionExpression("attribute_not_exists(userId)")))
          .isInstanceOf(ConditionalCheckFailedException.class);
    }
  }

  /** As on AWS: the SDK tries again, and what was applied before is seen by its condition. */
  @Test
  void dynamoDb_faults_areRetriedByTheSdk() {
    try (DynamoDbClient client = client(DynamoDbClient.builder(), "AKIDFAULTY")) {
      for (Fault fault : Fault.values()) {
        FAULTS.start(
            1,
            List.of(
                Rule.of(fault, 1)
                    .from("Faulty")
                    .held(Duration.ofMillis(10), Duration.ofMillis(10))
                    .atMost(1)));
        boolean mayBeApplied = fault != Fault.THROTTLED && fault != Fault.FAILED_BEFORE;
        try {
          client.putItem(
              r ->
                  r.tableName("expenses")
                      .item(item(fault.name()))
                      .conditionExpression("attribute_not_exists(userId)"));
          assertThat(mayBeApplied && fault != Fault.APPLIED_LATE).as(fault.name()).isFalse();
        } catch (ConditionalCheckFailedException applied) {
          assertThat(mayBeApplied).as(fault.name()).isTrue();
        }
        assertThat(FAULTS.injected()).isEqualTo(Map.of(fault + " dynamodb PutItem", 1L));
      }
    } finally {
      FAULTS.stop();
    }
  }

  @Test
  void throttling_isKnownToTheSdk() {
    try (DynamoDbClient dynamo = client(once(DynamoDbClient.builder()), "AKIDFAULTY");
        SqsClient sqs = client(once(SqsClient.builder()), "AKIDFAULTY");
        SnsClient topics = client(once(SnsClient.builder()), "AKIDFAULTY")) {
      FAULTS.start(2, List.of(Rule.of(Fault.THROTTLED, 1).from("Faulty")));
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(dynamo::listTables, sqs::listQueues, topics::listTopics)) {
        assertThatThrownBy(call)
            .isInstanceOfSatisfying(
                AwsServiceException.class,
                failed -> assertThat(failed.isThrottlingException()).as("%s", failed).isTrue());
      }
    } finally {
      FAULTS.stop();
    }
  }

  @Test
  void streams_areListed() {
    try (DynamoDbStreamsClient client = client(DynamoDbStreamsClient.builder(), "AKIDINGEST")) {
      assertThat(client.listStreams(r -> r.tableName("expenses")).streams()).hasSize(1);
    }
  }

  @Test
  void sqs_queueUrl_pointsAtTheEdge() {
    try (SqsClient client = client(SqsClient.builder(), "AKIDINGEST")) {
      String url = client.getQueueUrl(r -> r.queueName("failures")).queueUrl();
      client.sendMessage(r -> r.queueUrl(url).messageBody("lost"));

      assertThat(url).isEqualTo(edge.uri() + "/000000000000/failures");
      assertThat(client.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(5)).messages())
          .singleElement()
          .satisfies(message -> assertThat(message.body()).isEqualTo("lost"));
    }
  }

  @Test
  void sns_publish_isInTheInboxAndTheQueueWhenItReturns() throws Exception {
    String topic = sns.createTopic("alerts");
    queues.createQueue(QueueSpec.of("copies"));
    sns.subscribe(topic, "email", "finance@outlay.example", Map.of());
    sns.subscribe(topic, "sqs", queues.arn("copies"), Map.of("RawMessageDelivery", "true"));
    try (SnsClient client = client(SnsClient.builder(), "AKIDINGEST");
        SqsClient reader = client(SqsClient.builder(), "AKIDOPERATOR")) {
      client.publish(
          r ->
              r.topicArn(topic)
                  .subject("Budget exceeded")
                  .message("{\"default\":\"{}\",\"email\":\"Über 100 %\"}")
                  .messageStructure("json"));

      assertThat(get(mail.inbox().resolve("/messages?to=finance@outlay.example")).body())
          .contains("\"subject\":\"Budget exceeded\"", "Über 100 %", "Action=Unsubscribe");
      assertThat(reader.receiveMessage(r -> r.queueUrl(queues.url("copies"))).messages())
          .singleElement()
          .satisfies(message -> assertThat(message.body()).isEqualTo("{}"));
      assertThatThrownBy(() -> client.publish(r -> r.topicArn(topic + "x").message("m")))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void lambda_invoke_answersPayloadAndFunctionError() throws Exception {
    HttpResponse<String> answer = invoke("Ingest", "RequestResponse", "{\"a\":1}");
    HttpResponse<String> failing = invoke("Failing", "RequestResponse", "{}");
    HttpResponse<String> unknown = invoke("Unknown", "RequestResponse", "{}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"a\":1}");
    assertThat(failing.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.headers().firstValue("x-amzn-ErrorType"))
        .contains("ResourceNotFoundException");
  }

  @Test
  void lambda_event_isAnsweredAtOnceAndInvoked() throws Exception {
    EVENTS.clear();

    assertThat(invoke("Ingest", "Event", "{\"later\":true}").statusCode()).isEqualTo(202);
    assertThat(EVENTS.poll(10, TimeUnit.SECONDS)).isEqualTo("{\"later\":true}");
  }

  @Test
  void sts_tellsTheCaller() throws Exception {
    HttpRequest request =
        signed("sts", "AKIDOPERATOR")
            .POST(BodyPublishers.ofString("Action=GetCallerIdentity&Version=2011-06-15"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .build();

    assertThat(send(request).body())
        .contains("<Arn>arn:aws:sts::000000000000:assumed-role/operator/operator</Arn>");
  }

  @Test
  void unknownAccessKey_isRefusedAsAwsDoes() {
    try (DynamoDbClient client = client(DynamoDbClient.builder(), "AKIDNOBODY");
        SnsClient other = client(SnsClient.builder(), "AKIDNOBODY")) {
      assertThatThrownBy(client::listTables)
          .isInstanceOfSatisfying(
              DynamoDbException.class,
              e ->
                  assertThat(e.awsErrorDetails().errorCode())
                      .isEqualTo("UnrecognizedClientException"));
      assertThatThrownBy(other::listTopics)
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId"));
    }
  }

  @Test
  void noAccessKey_isRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(edge.uri())
            .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
            .POST(BodyPublishers.ofString("{}"))
            .build();

    assertThat(send(request).statusCode()).isEqualTo(400);
    assertThat(send(request).body()).contains("MissingAuthenticationTokenException");
  }

  @Test
  void unknownService_isNamed() throws Exception {
    HttpRequest request =
        signed("kinesis", "AKIDOPERATOR")
            .header("X-Amz-Target", "Kinesis_20131202.ListStreams")
            .POST(BodyPublishers.ofString("{}"))
            .build();

    assertThat(send(request).body())
        .contains("UnknownOperationException", "The service kinesis is not provided locally.");
  }

  private static Invocation invoke(String function, byte[] event) {
    EVENTS.add(new String(event, StandardCharsets.UTF_8));
    return new Invocation(
        "r1", event, function.equals("Failing") ? Optional.of("Unhandled") : Optional.empty());
  }

  private static HttpResponse<String> invoke(String function, String type, String payload)
      throws Exception {
    HttpRequest.Builder request = signed("lambda", "AKIDOPERATOR");
    request.uri(edge.uri().resolve("/2015-03-31/functions/" + function + "/invocations"));
    request.header("X-Amz-Invocation-Type", type).POST(BodyPublishers.ofString(payload));
    return send(request.build());
  }

  private static HttpRequest.Builder signed(String service, String key) {
    return HttpRequest.newBuilder(edge.uri())
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=%s/20260101/%s/%s/aws4_request, SignedHeaders=host,"
                    .formatted(key, REGION, service)
                + " Signature=0");
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    return send(HttpRequest.newBuilder(uri).build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(B builder, String key) {
    return builder
        .endpointOverride(edge.uri())
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "secret")))
        .build();
  }

  /** Does not try again. */
  private static <B extends AwsClientBuilder<B, C>, C> B once(B builder) {
    return builder.overrideConfiguration(
        change -> change.retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  private static Map<String, AttributeValue> item(String id) {
    return Map.of("userId", AttributeValue.fromS("ana"), "expenseId", AttributeValue.fromS(id));
  }

  /** Below what the system hands out to clients: it stays free until all is ready to listen. */
  private static int freePort() throws IOException {
    SplittableRandom random = new SplittableRandom();
    while (true) {
      int port = random.nextInt(12_000, 32_000);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (BindException taken) {
        // The next one.
      }
    }
  }
}
