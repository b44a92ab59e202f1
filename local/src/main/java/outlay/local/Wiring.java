package outlay.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import outlay.local.dynamodb.TableSpec;
import outlay.local.http.Cors;
import outlay.local.http.HttpApiSpec;
import outlay.local.http.JwtAuthorizer;
import outlay.local.http.Route;
import outlay.local.http.RouteAuthorization;
import outlay.local.http.Throttling;
import outlay.local.lambda.FunctionSpec;
import outlay.local.rds.Rds;
import outlay.local.sns.Attribute;
import outlay.local.sqs.QueueSpec;
import outlay.local.sqs.Queues;
import outlay.local.streams.Mapping;
import outlay.local.template.Blueprint;

/** Says what a template asks for in the words of the parts that run it. Starts nothing. */
final class Wiring {
  /** Instances of a function that answers requests, where the template reserves none. */
  private static final int INSTANCES_FOR_REQUESTS = 4;

  private Wiring() {}

  /** {@code code} is the folder that {@code CodeUri} is relative to. */
  static List<FunctionSpec> functions(Blueprint blueprint, Path code, Addresses addresses) {
    return blueprint.functions().stream()
        .map(function -> function(function, blueprint, code, addresses))
        .toList();
  }

  private static FunctionSpec function(
      Blueprint.Function function, Blueprint blueprint, Path code, Addresses addresses) {
    Map<String, String> environment = new HashMap<>(function.environment());
    environment.put("AWS_ENDPOINT_URL", addresses.edge().toString());
    environment.putAll(Credentials.of(function.name()).environment());
    return new FunctionSpec(
        function.name(),
        code.resolve(function.code()),
        function.layers().stream().map(code::resolve).toList(),
        function.handler(),
        function.memoryMb(),
        function.timeout(),
        environment,
        instances(function.name(), blueprint));
  }

  /** How many instances of a function there may be. */
  static int instances(String function, Blueprint blueprint) {
    return blueprint.functions().stream()
        .filter(each -> each.name().equals(function))
        .map(each -> each.reservedConcurrency().orElseGet(() -> instances(each, blueprint)))
        .findFirst()
        .orElse(1);
  }

  /**
   * A stream mapping invokes one instance at a time, or two when a batch is delivered twice at
   * once; a queue's as many as it may; beside them one is free for who invokes it otherwise.
   */
  private static int instances(Blueprint.Function function, Blueprint blueprint) {
    boolean hasRoutes =
        blueprint.api().stream()
            .flatMap(api -> api.routes().stream())
            .anyMatch(route -> route.function().equals(function.name()));
    long mappings =
        blueprint.streamMappings().stream()
            .filter(mapping -> mapping.function().equals(function.name()))
            .count();
    int batches =
        blueprint.events().queueMappings().stream()
            .filter(mapping -> mapping.function().equals(function.name()))
            .mapToInt(each -> 1 + each.maximumConcurrency().orElse(EventWiring.QUEUE_CONCURRENCY))
            .sum();
    return Math.max(1, (hasRoutes ? INSTANCES_FOR_REQUESTS : 0) + 2 * (int) mappings + batches);
  }

  /** Names by access key. */
  static Map<String, String> callers(Blueprint blueprint) {
    Map<String, String> callers = new HashMap<>();
    callers.put(Credentials.OPERATOR.accessKey(), Credentials.OPERATOR_NAME);
    blueprint
        .functions()
        .forEach(each -> callers.put(Credentials.of(each.name()).accessKey(), each.name()));
    return callers;
  }

  static HttpApiSpec api(Blueprint.Api api) {
    return new HttpApiSpec(
        api.name(),
        api.routes().stream().map(Wiring::route).toList(),
        api.authorizers().stream()
            .map(
                each ->
                    new JwtAuthorizer(
                        each.name(), each.header(), each.issuer(), Set.copyOf(each.audience())))
            .toList(),
        api.cors()
            .map(
                cors ->
                    new Cors(
                        cors.origins(),
                        cors.methods(),
                        cors.headers(),
                        cors.exposeHeaders(),
                        cors.maxAge())),
        api.throttling()
            .map(each -> new Throttling(each.ratePerSecond().doubleValue(), each.burst())));
  }

  private static Route route(Blueprint.Route route) {
    return new Route(
        route.method(),
        route.path(),
        route.function(),
        route.authorizer().map(name -> new RouteAuthorization(name, route.scopes())));
  }

  static TableSpec table(Blueprint.Table table) {
    return new TableSpec(
        table.name(),
        table.attributes().entrySet().stream()
            .map(entry -> new TableSpec.Attribute(entry.getKey(), entry.getValue()))
            .toList(),
        keys(table.key()),
        table.localIndexes().stream().map(Wiring::index).toList(),
        table.globalIndexes().stream().map(Wiring::index).toList(),
        table.streamView(),
        table.ttlAttribute());
  }

  private static TableSpec.Index index(Blueprint.Index index) {
    return new TableSpec.Index(
        index.name(), keys(index.key()), index.projection(), index.nonKeyAttributes());
  }

  private static List<TableSpec.Key> keys(List<String> attributes) {
    List<TableSpec.Key> keys = new ArrayList<>();
    for (String attribute : attributes) {
      keys.add(new TableSpec.Key(attribute, keys.isEmpty() ? "HASH" : "RANGE"));
    }
    return keys;
  }

  static Mapping mapping(Blueprint.StreamMapping mapping, Blueprint blueprint) {
    return new Mapping(
        mapping.id(),
        mapping.function(),
        mapping.table(),
        mapping.streamArn(),
        mapping.filterPatterns(),
        mapping.batchSize(),
        mapping.window(),
        mapping.bisectOnError(),
        mapping.maximumRetryAttempts(),
        mapping.maximumRecordAge(),
        mapping.reportBatchItemFailures(),
        mapping.onFailureQueue().flatMap(name -> queueUrl(name, blueprint)),
        mapping.fromTrimHorizon(),
        ttlAttribute(mapping.table(), blueprint));
  }

  private static Optional<String> queueUrl(String name, Blueprint blueprint) {
    return blueprint.queues().stream()
        .filter(queue -> queue.name().equals(name))
        .map(Blueprint.Queue::url)
        .findFirst();
  }

  private static Optional<String> ttlAttribute(String table, Blueprint blueprint) {
    return blueprint.tables().stream()
        .filter(each -> each.name().equals(table))
        .flatMap(each -> each.ttlAttribute().stream())
        .findFirst();
  }

  /** Those first that others redrive to. */
  static List<QueueSpec> queues(Blueprint blueprint) {
    return blueprint.queues().stream()
        .sorted(Comparator.comparing(queue -> queue.redrive().isPresent()))
        .map(Wiring::queue)
        .toList();
  }

  private static QueueSpec queue(Blueprint.Queue queue) {
    return new QueueSpec(
        queue.name(),
        queue.visibilityTimeout(),
        queue.retention(),
        queue.delay(),
        queue.receiveWait(),
        queue
            .redrive()
            .map(each -> new QueueSpec.Redrive(each.deadLetterQueue(), each.maxReceiveCount())));
  }

  static Rds.Cluster cluster(Blueprint.Database database) {
    return new Rds.Cluster(database.arn(), Set.copyOf(database.secretArns()), database.name());
  }

  static Map<String, String> attributes(Blueprint.Subscription subscription) {
    Map<String, String> attributes = new HashMap<>();
    subscription
        .filterPolicy()
        .ifPresent(
            policy -> {
              attributes.put("FilterPolicy", policy);
              attributes.put(
                  "FilterPolicyScope",
                  subscription.filterOnBody() ? "MessageBody" : "MessageAttributes");
            });
    if (subscription.rawMessageDelivery()) {
      attributes.put("RawMessageDelivery", "true");
    }
    return attributes;
  }

  static Map<String, Queues.Attribute> attributes(Map<String, Attribute> ofAMessage) {
    return ofAMessage.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> new Queues.Attribute(entry.getValue().type(), entry.getValue().value())));
  }
}
