package outlay.local.template;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a {@link Blueprint} of resources that are understood. */
final class BlueprintReader {
  private static final String OPEN = "NONE";
  private static final String HEADER = "$request.header.";

  private final List<Resource> resources;
  private final Problems problems;

  BlueprintReader(List<Resource> resources, Problems problems) {
    this.resources = resources;
    this.problems = problems;
  }

  /** Problems are noted; the blueprint is worth nothing then. */
  Blueprint read(Map<String, String> outputs, List<String> notSimulated) {
    return new Blueprint(
        all("AWS::Serverless::Function").map(this::function).toList(),
        api(),
        all("AWS::DynamoDB::Table").map(this::table).toList(),
        all("AWS::Serverless::Function").flatMap(this::streamMappings).toList(),
        all("AWS::SQS::Queue").map(this::queue).toList(),
        all("AWS::SNS::Topic").map(BlueprintReader::topic).toList(),
        all("AWS::SNS::Subscription").map(this::subscription).toList(),
        signIn(),
        new EventReader(resources).read(),
        all("AWS::S3::Bucket").map(each -> new Blueprint.Bucket(each.id(), each.ref())).toList(),
        database(),
        all("AWS::IAM::Role").map(BlueprintReader::role).toList(),
        outputs,
        notSimulated);
  }

  private Stream<Resource> all(String type) {
    return resources.stream().filter(resource -> resource.type().equals(type));
  }

  private Blueprint.Function function(Resource resource) {
    Properties properties = resource.properties();
    Map<String, String> environment =
        new LinkedHashMap<>(properties.textMap("Environment.Variables"));
    // As Lambda passes the log settings on to its runtimes.
    properties
        .optionalText("LoggingConfig.LogFormat")
        .ifPresent(format -> environment.put("AWS_LAMBDA_LOG_FORMAT", format));
    properties
        .optionalText("LoggingConfig.ApplicationLogLevel")
        .ifPresent(level -> environment.put("AWS_LAMBDA_LOG_LEVEL", level));
    Optional<Integer> reserved =
        properties.has("ReservedConcurrentExecutions")
            ? Optional.of(properties.integer("ReservedConcurrentExecutions", 0))
            : Optional.empty();
    return new Blueprint.Function(
        resource.id(),
        Path.of(properties.text("CodeUri")),
        properties.texts("Layers").stream().map(this::layer).toList(),
        properties.text("Handler"),
        properties.integer("MemorySize", 128),
        properties.seconds("Timeout", 3),
        reserved,
        properties.optionalText("Role"),
        properties.optionalText("LoggingConfig.LogGroup"),
        properties.optionalText("Tracing").isPresent(), // PassThrough: if the caller asks for it.
        properties.optionalText("AutoPublishAlias"),
        properties.optionalText("SnapStart.ApplyOn").equals(Optional.of("PublishedVersions")),
        environment);
  }

  private Path layer(String ref) {
    return all("AWS::Serverless::LayerVersion")
        .filter(layer -> layer.ref().equals(ref))
        .map(layer -> Path.of(layer.properties().text("ContentUri")))
        .findFirst()
        .orElseGet(
            () -> {
              problems.add(ref, "is no layer of this template");
              return Path.of("");
            });
  }

  private static Blueprint.Role role(Resource resource) {
    return new Blueprint.Role(
        resource.ref(),
        resource.attribute("Arn"),
        resource.properties().items("Policies").stream()
            .map(policy -> policy.at("PolicyDocument").node())
            .toList());
  }

  // ---------------------------------------------------------------- The API

  private Optional<Blueprint.Api> api() {
    List<Resource> apis = all("AWS::Serverless::HttpApi").toList();
    if (apis.size() > 1) {
      problems.add(apis.get(1).id(), "is a second API; one has an address here");
    }
    return apis.stream().findFirst().map(this::api);
  }

  private Blueprint.Api api(Resource api) {
    Properties properties = api.properties();
    List<Blueprint.Authorizer> authorizers =
        properties.entries("Auth.Authorizers", this::authorizer);
    List<Blueprint.Route> routes =
        all("AWS::Serverless::Function")
            .flatMap(function -> routes(function, api, authorizers))
            .toList();
    return new Blueprint.Api(
        api.id(),
        routes,
        authorizers,
        properties.has("CorsConfiguration")
            ? Optional.of(cors(properties.at("CorsConfiguration")))
            : Optional.empty(),
        throttling(properties.at("DefaultRouteSettings")));
  }

  private Blueprint.Authorizer authorizer(String name, Properties authorizer) {
    String source = authorizer.text("IdentitySource");
    if (!source.startsWith(HEADER)) {
      authorizer.problem("IdentitySource", source + " is not understood, only " + HEADER + "NAME");
    }
    return new Blueprint.Authorizer(
        name,
        source.replace(HEADER, "").toLowerCase(Locale.ROOT),
        authorizer.text("JwtConfiguration.issuer"),
        authorizer.texts("JwtConfiguration.audience"));
  }

  private static Blueprint.Cors cors(Properties cors) {
    return new Blueprint.Cors(
        cors.texts("AllowOrigins"),
        cors.texts("AllowMethods"),
        cors.texts("AllowHeaders"),
        cors.texts("ExposeHeaders"),
        cors.seconds("MaxAge", 0));
  }

  private Optional<Blueprint.Throttling> throttling(Properties settings) {
    if (!settings.has("ThrottlingRateLimit") && !settings.has("ThrottlingBurstLimit")) {
      return Optional.empty();
    }
    return Optional.of(
        new Blueprint.Throttling(
            new BigDecimal(settings.optionalText("ThrottlingRateLimit").orElse("10000")),
            settings.integer("ThrottlingBurstLimit", 5000)));
  }

  private Stream<Blueprint.Route> routes(
      Resource function, Resource api, List<Blueprint.Authorizer> authorizers) {
    List<Blueprint.Route> routes = new ArrayList<>();
    for (Properties event : events(function, "HttpApi")) {
      if (!event.text("ApiId").equals(api.ref())) {
        event.problem("ApiId", "is not the API of this template");
      }
      Optional<String> authorizer =
          event
              .optionalText("Auth.Authorizer")
              .or(() -> api.properties().optionalText("Auth.DefaultAuthorizer"))
              .filter(name -> !name.equals(OPEN));
      authorizer
          .filter(name -> authorizers.stream().noneMatch(known -> known.name().equals(name)))
          .ifPresent(name -> event.problem("Auth.Authorizer", "there is no authorizer " + name));
      List<String> scopes =
          event.has("Auth.AuthorizationScopes")
              ? event.texts("Auth.AuthorizationScopes")
              : authorizer
                  .map(name -> "Auth.Authorizers." + name + ".AuthorizationScopes")
                  .map(path -> api.properties().texts(path))
                  .orElse(List.of());
      routes.add(
          new Blueprint.Route(
              event.text("Method").toUpperCase(Locale.ROOT),
              event.text("Path"),
              function.id(),
              authorizer,
              scopes));
    }
    return routes.stream();
  }

  /** The properties of a function's events of one type. */
  private static List<Properties> events(Resource function, String type) {
    return function.properties().entries("Events", (name, event) -> event).stream()
        .filter(event -> event.text("Type").equals(type))
        .map(event -> event.at("Properties"))
        .toList();
  }

  // ---------------------------------------------------------------- Tables and their streams

  private Blueprint.Table table(Resource resource) {
    Properties properties = resource.properties();
    Map<String, String> attributes = new LinkedHashMap<>();
    properties
        .items("AttributeDefinitions")
        .forEach(item -> attributes.put(item.text("AttributeName"), item.text("AttributeType")));
    return new Blueprint.Table(
        resource.id(),
        resource.ref(),
        Map.copyOf(attributes),
        key(properties, attributes),
        properties.items("LocalSecondaryIndexes").stream().map(i -> index(i, attributes)).toList(),
        properties.items("GlobalSecondaryIndexes").stream().map(i -> index(i, attributes)).toList(),
        properties.optionalText("StreamSpecification.StreamViewType"),
        properties.flag("TimeToLiveSpecification.Enabled")
            ? Optional.of(properties.text("TimeToLiveSpecification.AttributeName"))
            : Optional.empty());
  }

  private static Blueprint.Index index(Properties index, Map<String, String> attributes) {
    return new Blueprint.Index(
        index.text("IndexName"),
        key(index, attributes),
        index.text("Projection.ProjectionType"),
        index.texts("Projection.NonKeyAttributes"));
  }

  private static List<String> key(Properties of, Map<String, String> attributes) {
    List<Properties> schema = of.items("KeySchema");
    for (int i = 0; i < schema.size(); i++) {
      String name = schema.get(i).text("AttributeName");
      if (!attributes.containsKey(name)) {
        schema.get(i).problem("AttributeName", name + " is not in AttributeDefinitions");
      }
      String type = schema.get(i).text("KeyType");
      if (i > 1 || !type.equals(i == 0 ? "HASH" : "RANGE")) {
        schema.get(i).problem("KeyType", "a key is HASH, or HASH and then RANGE");
      }
    }
    if (schema.isEmpty()) {
      of.problem("KeySchema", "is missing");
    }
    return schema.stream().map(item -> item.text("AttributeName")).toList();
  }

  private Stream<Blueprint.StreamMapping> streamMappings(Resource function) {
    return function.properties().entries("Events", (name, event) -> Map.entry(name, event)).stream()
        .filter(event -> event.getValue().text("Type").equals("DynamoDB"))
        .map(e -> streamMapping(function.id(), e.getKey(), e.getValue().at("Properties")));
  }

  private Blueprint.StreamMapping streamMapping(String function, String name, Properties event) {
    String stream = event.text("Stream");
    Optional<Resource> table =
        all("AWS::DynamoDB::Table")
            .filter(each -> each.attribute("StreamArn").equals(stream))
            .filter(each -> each.properties().has("StreamSpecification"))
            .findFirst();
    if (table.isEmpty()) {
      event.problem("Stream", stream + " is no stream of a table in this template");
    }
    int age = event.integer("MaximumRecordAgeInSeconds", -1);
    return new Blueprint.StreamMapping(
        function + "-" + name,
        function,
        table.map(Resource::ref).orElse(""),
        stream,
        event.items("FilterCriteria.Filters").stream().map(each -> each.text("Pattern")).toList(),
        event.integer("BatchSize", 100),
        event.seconds("MaximumBatchingWindowInSeconds", 0),
        event.flag("BisectBatchOnFunctionError"),
        event.integer("MaximumRetryAttempts", -1),
        age < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(age)),
        reportsItems(event),
        event
            .optionalText("DestinationConfig.OnFailure.Destination")
            .flatMap(arn -> queueName(arn, event, "DestinationConfig.OnFailure.Destination")),
        event.text("StartingPosition").equals("TRIM_HORIZON"));
  }

  static boolean reportsItems(Properties event) {
    List<String> types = event.texts("FunctionResponseTypes");
    types.stream()
        .filter(type -> !type.equals("ReportBatchItemFailures"))
        .forEach(type -> event.problem("FunctionResponseTypes", type + " is not understood"));
    return !types.isEmpty();
  }

  // ---------------------------------------------------------------- Messages

  private Blueprint.Queue queue(Resource resource) {
    Properties properties = resource.properties();
    Optional<Blueprint.Redrive> redrive =
        properties
            .optionalText("RedrivePolicy.deadLetterTargetArn")
            .flatMap(arn -> queueName(arn, properties, "RedrivePolicy.deadLetterTargetArn"))
            .map(
                name ->
                    new Blueprint.Redrive(
                        name, properties.integer("RedrivePolicy.maxReceiveCount", 10)));
    return new Blueprint.Queue(
        resource.id(),
        resource.attribute("QueueName"),
        resource.ref(),
        resource.attribute("Arn"),
        properties.seconds("VisibilityTimeout", 30),
        properties.seconds("MessageRetentionPeriod", 345_600),
        properties.seconds("DelaySeconds", 0),
        properties.seconds("ReceiveMessageWaitTimeSeconds", 0),
        redrive);
  }

  private Optional<String> queueName(String arn, Properties properties, String name) {
    Optional<String> queue =
        all("AWS::SQS::Queue")
            .filter(each -> each.attribute("Arn").equals(arn))
            .map(each -> each.attribute("QueueName"))
            .findFirst();
    if (queue.isEmpty()) {
      properties.problem(name, arn + " is no queue of this template");
    }
    return queue;
  }

  private static Blueprint.Topic topic(Resource resource) {
    return new Blueprint.Topic(
        resource.id(), resource.attribute("TopicName"), resource.attribute("TopicArn"));
  }

  private Blueprint.Subscription subscription(Resource resource) {
    Properties properties = resource.properties();
    String topic = properties.text("TopicArn");
    if (all("AWS::SNS::Topic").noneMatch(each -> each.ref().equals(topic))) {
      properties.problem("TopicArn", topic + " is no topic of this template");
    }
    return new Blueprint.Subscription(
        resource.id(),
        topic,
        properties.text("Protocol"),
        properties.text("Endpoint"),
        properties.has("FilterPolicy")
            ? Optional.of(properties.at("FilterPolicy").node().toString())
            : Optional.empty(),
        properties.optionalText("FilterPolicyScope").equals(Optional.of("MessageBody")),
        properties.flag("RawMessageDelivery"));
  }

  // ---------------------------------------------------------------- Database

  private Optional<Blueprint.Database> database() {
    List<Resource> clusters = all("AWS::RDS::DBCluster").toList();
    if (clusters.size() > 1) {
      problems.add(clusters.get(1).id(), "is a second database cluster; there is one server here");
    }
    return clusters.stream().findFirst().map(this::database);
  }

  private Blueprint.Database database(Resource cluster) {
    Properties properties = cluster.properties();
    for (String needed : List.of("EnableHttpEndpoint", "ManageMasterUserPassword")) {
      if (!properties.flag(needed)) {
        properties.problem(needed, "must be true: only the Data API reaches a database here");
      }
    }
    List<String> secrets =
        Stream.concat(
                Stream.of(cluster.attribute("MasterUserSecret.SecretArn")),
                all("AWS::SecretsManager::Secret").map(Resource::ref))
            .toList();
    return new Blueprint.Database(
        cluster.id(),
        cluster.attribute("DBClusterArn"),
        secrets,
        properties.optionalText("DatabaseName"));
  }

  // ---------------------------------------------------------------- Sign-in

  private Optional<Blueprint.SignIn> signIn() {
    List<Resource> clients = all("AWS::Cognito::UserPoolClient").toList();
    if (clients.size() > 1) {
      problems.add(clients.get(1).id(), "is a second client; one can sign in here");
    }
    List<String> groups =
        all("AWS::Cognito::UserPoolGroup")
            .map(group -> group.properties().text("GroupName"))
            .toList();
    return clients.stream()
        .findFirst()
        .map(
            client ->
                new Blueprint.SignIn(
                    client.ref(), client.properties().texts("AllowedOAuthScopes"), groups));
  }
}
