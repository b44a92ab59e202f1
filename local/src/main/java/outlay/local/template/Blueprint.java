package outlay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a template asks to be run, with every parameter, condition, and reference resolved, each
 * part in the order of the template.
 *
 * @param outputs the template's outputs by name
 * @param notSimulated what is accepted and has no effect here, in words: {@code 6 alarms}
 */
public record Blueprint(
    List<Function> functions,
    Optional<Api> api,
    List<Table> tables,
    List<StreamMapping> streamMappings,
    List<Queue> queues,
    List<Topic> topics,
    List<Subscription> subscriptions,
    Optional<SignIn> signIn,
    EventBlueprint events,
    List<Bucket> buckets,
    Optional<Database> database,
    List<Role> roles,
    Map<String, String> outputs,
    List<String> notSimulated) {

  public Blueprint {
    functions = List.copyOf(functions);
    tables = List.copyOf(tables);
    streamMappings = List.copyOf(streamMappings);
    queues = List.copyOf(queues);
    topics = List.copyOf(topics);
    subscriptions = List.copyOf(subscriptions);
    buckets = List.copyOf(buckets);
    roles = List.copyOf(roles);
    notSimulated = List.copyOf(notSimulated);
  }

  /**
   * A Lambda function.
   *
   * @param name its logical id, which is its name here
   * @param code its jar, relative to the template
   * @param layers the folders of its layers' content, relative to the template
   * @param handler {@code package.Class::method}
   * @param reservedConcurrency how many instances may run at once, if the template says so
   * @param role its ARN; without one it may call nothing, as with the role that SAM makes
   * @param logGroup the name of its own, if it has one
   * @param traced whether it sends traces
   * @param alias what its published version is called, if one is published
   * @param snapshot whether it starts from a snapshot, which is made when it is deployed
   */
  public record Function(
      String name,
      Path code,
      List<Path> layers,
      String handler,
      int memoryMb,
      Duration timeout,
      Optional<Integer> reservedConcurrency,
      Optional<String> role,
      Optional<String> logGroup,
      boolean traced,
      Optional<String> alias,
      boolean snapshot,
      Map<String, String> environment) {
    public Function {
      layers = List.copyOf(layers);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * A role that a function or a schedule takes.
   *
   * @param documents its policies, resolved
   */
  public record Role(String name, String arn, List<JsonNode> documents) {
    public Role {
      documents = List.copyOf(documents);
    }
  }

  /** An HTTP API. */
  public record Api(
      String name,
      List<Route> routes,
      List<Authorizer> authorizers,
      Optional<Cors> cors,
      Optional<Throttling> throttling) {
    public Api {
      routes = List.copyOf(routes);
      authorizers = List.copyOf(authorizers);
    }
  }

  /**
   * A route to a function.
   *
   * @param method in upper case; {@code ANY} for any
   * @param authorizer the name of the authorizer; nothing for a route that is open to everyone
   * @param scopes a token needs one of them; none for any token
   */
  public record Route(
      String method,
      String path,
      String function,
      Optional<String> authorizer,
      List<String> scopes) {
    public Route {
      scopes = List.copyOf(scopes);
    }
  }

  /**
   * A JWT authorizer.
   *
   * @param header the request's header that holds the token, in lower case
   */
  public record Authorizer(String name, String header, String issuer, List<String> audience) {
    public Authorizer {
      audience = List.copyOf(audience);
    }
  }

  /** What a browser may do from which origins. */
  public record Cors(
      List<String> origins,
      List<String> methods,
      List<String> headers,
      List<String> exposeHeaders,
      Duration maxAge) {
    public Cors {
      origins = List.copyOf(origins);
      methods = List.copyOf(methods);
      headers = List.copyOf(headers);
      exposeHeaders = List.copyOf(exposeHeaders);
    }
  }

  /** How many requests are let through: a steady rate, and how many at once above it. */
  public record Throttling(BigDecimal ratePerSecond, int burst) {}

  /**
   * A table.
   *
   * @param logicalId its name in the template
   * @param name its name in DynamoDB
   * @param attributes the type ({@code S}, {@code N}, {@code B}) of each key attribute
   * @param key its key, partition key first
   * @param streamView the stream's view type, if it has a stream
   * @param ttlAttribute the attribute that says when an item expires, if items do
   */
  public record Table(
      String logicalId,
      String name,
      Map<String, String> attributes,
      List<String> key,
      List<Index> localIndexes,
      List<Index> globalIndexes,
      Optional<String> streamView,
      Optional<String> ttlAttribute) {
    public Table {
      key = List.copyOf(key);
      localIndexes = List.copyOf(localIndexes);
      globalIndexes = List.copyOf(globalIndexes);
    }
  }

  /**
   * A secondary index.
   *
   * @param projection {@code ALL}, {@code KEYS_ONLY}, or {@code INCLUDE}
   * @param nonKeyAttributes what {@code INCLUDE} includes
   */
  public record Index(
      String name, List<String> key, String projection, List<String> nonKeyAttributes) {
    public Index {
      key = List.copyOf(key);
      nonKeyAttributes = List.copyOf(nonKeyAttributes);
    }
  }

  /**
   * A function that reads a table's stream. Absent settings have AWS's defaults.
   *
   * @param id unique and stable, for what was read already: function and event
   * @param table the name of the table in DynamoDB
   * @param maximumRetryAttempts -1 for no limit
   * @param maximumRecordAge nothing for no limit but the stream's own
   * @param onFailureQueue the name of the queue in SQS
   * @param fromTrimHorizon from the oldest record; else from what is written after the first start
   * @see <a
   *     href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html">CreateEventSourceMapping</a>
   */
  public record StreamMapping(
      String id,
      String function,
      String table,
      String streamArn,
      List<String> filterPatterns,
      int batchSize,
      Duration window,
      boolean bisectOnError,
      int maximumRetryAttempts,
      Optional<Duration> maximumRecordAge,
      boolean reportBatchItemFailures,
      Optional<String> onFailureQueue,
      boolean fromTrimHorizon) {
    public StreamMapping {
      filterPatterns = List.copyOf(filterPatterns);
    }
  }

  /**
   * A queue. Absent settings have SQS's defaults.
   *
   * @param name its name in SQS
   * @param url what the template's functions know it by
   */
  public record Queue(
      String logicalId,
      String name,
      String url,
      String arn,
      Duration visibilityTimeout,
      Duration retention,
      Duration delay,
      Duration receiveWait,
      Optional<Redrive> redrive) {}

  /** Where a message goes that was received too often: the name of a queue in SQS. */
  public record Redrive(String deadLetterQueue, int maxReceiveCount) {}

  /** A topic. */
  public record Topic(String logicalId, String name, String arn) {}

  /**
   * A subscription to a topic.
   *
   * @param protocol {@code email}, {@code email-json}, or {@code sqs}
   * @param filterPolicy JSON
   * @param filterOnBody whether the policy is about the message instead of its attributes
   */
  public record Subscription(
      String logicalId,
      String topicArn,
      String protocol,
      String endpoint,
      Optional<String> filterPolicy,
      boolean filterOnBody,
      boolean rawMessageDelivery) {}

  /** A bucket of S3. */
  public record Bucket(String logicalId, String name) {}

  /**
   * A database cluster that is reached by the RDS Data API.
   *
   * @param arn what the Data API knows it by
   * @param secretArns the secrets that may hold its credentials: its own, and the template's
   * @param name the database in it that is made with it, if the template names one
   */
  public record Database(
      String logicalId, String arn, List<String> secretArns, Optional<String> name) {
    public Database {
      secretArns = List.copyOf(secretArns);
    }
  }

  /**
   * Who may sign in to what.
   *
   * @param clientId the client that the web page is
   * @param scopes what its tokens may bear
   * @param groups the groups that users can be in
   */
  public record SignIn(String clientId, List<String> scopes, List<String> groups) {
    public SignIn {
      scopes = List.copyOf(scopes);
      groups = List.copyOf(groups);
    }
  }
}
