package outlay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import outlay.local.background.Backlog;
import outlay.local.console.Console;
import outlay.local.dynamodb.DynamoDbLocal;
import outlay.local.dynamodb.TableSpec;
import outlay.local.edge.Backend;
import outlay.local.edge.Edge;
import outlay.local.edge.Forward;
import outlay.local.edge.ForwardStreams;
import outlay.local.edge.LambdaApi;
import outlay.local.edge.Meter;
import outlay.local.edge.StsApi;
import outlay.local.faults.Faults;
import outlay.local.http.HttpApi;
import outlay.local.http.Witness;
import outlay.local.iam.Guard;
import outlay.local.lambda.Functions;
import outlay.local.lambda.Invocation;
import outlay.local.mail.Mail;
import outlay.local.rds.Rds;
import outlay.local.s3.Buckets;
import outlay.local.scheduler.SchedulerApi;
import outlay.local.signin.SignIn;
import outlay.local.sns.Sns;
import outlay.local.sqs.Queues;
import outlay.local.streams.Disorder;
import outlay.local.streams.StreamPoller;
import outlay.local.template.Blueprint;
import outlay.local.template.Locals;
import outlay.local.template.Template;

/** Starts the parts of one stack, those that do not need each other at the same time. */
final class Starter {
  /** Where the template has no value, or one that is meant for the internet. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "FinanceEmail", "finance@outlay.example",
          "OperatorsEmail", "operators@outlay.example",
          "ApiRateLimit", "2000",
          "ApiBurstLimit", "4000",
          "UserRateLimit", "2000",
          "UserBurstLimit", "4000");

  /** DynamoDB takes up to days; a scan of everything is not free here either. */
  private static final Duration TTL_PAUSE = Duration.ofMinutes(5);

  private static final String OWNER_ONLY = "rw-------";

  private final Settings settings;
  private final Clock clock;
  private final Parts parts;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Ports ports;
  private final Addresses addresses;
  private final Disorder disorder = new Disorder();

  Starter(Settings settings, Progress progress, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.parts = new Parts(progress);
    this.ports = Ports.from(settings.port());
    this.addresses =
        new Addresses(
            Ports.address(ports.web()),
            Ports.address(ports.api()),
            Ports.address(ports.mail()),
            Ports.address(ports.signIn()).resolve("/outlay"),
            Ports.address(ports.edge()));
  }

  static Complaint noSignIn() {
    return new Complaint("The template has no AWS::Cognito::UserPoolClient to sign in to.");
  }

  /** See {@link Stack#start}. */
  Stack start() throws Exception {
    Blueprint blueprint = blueprint();
    checkJars(blueprint);
    try {
      return start(blueprint);
    } catch (Exception failed) {
      close(failed);
      throw failed;
    } finally {
      threads.shutdownNow();
    }
  }

  private void close(Exception failed) {
    try {
      parts.close();
    } catch (RuntimeException alsoFailed) {
      failed.addSuppressed(alsoFailed);
    }
  }

  private Blueprint blueprint() throws IOException {
    Template template;
    try {
      template = Template.read(settings.template());
    } catch (NoSuchFileException missing) {
      throw new Complaint("There is no template " + settings.template() + ".");
    }
    Map<String, String> parameters = new HashMap<>(PARAMETERS);
    parameters.put("WebOrigin", addresses.web().toString());
    parameters.keySet().retainAll(template.parameterNames());
    parameters.putAll(settings.parameters());
    return template.blueprint(
        parameters, new Locals(addresses.api(), addresses.edge(), addresses.signIn().toString()));
  }

  private void checkJars(Blueprint blueprint) {
    List<Path> missing =
        blueprint.functions().stream()
            .map(function -> code().resolve(function.code()))
            .filter(Files::notExists)
            .distinct()
            .toList();
    if (!missing.isEmpty()) {
      throw new Complaint("Not built: " + missing + ". ./run builds it; so does mvn package.");
    }
  }

  /** What {@code CodeUri} is relative to. */
  private Path code() {
    return Objects.requireNonNullElse(settings.template().getParent(), settings.home());
  }

  // ---------------------------------------------------------------- In the order of need

  private Stack start(Blueprint blueprint) throws Exception {
    DataDirectory data =
        parts.keep(Part.DATA, DataDirectory.open(settings.data(), settings.fresh()));
    ports.check();
    Files.createDirectories(data.path("logs"));
    LoggerFactory.getILoggerFactory(); // Once, before many threads want it.

    Future<SignIn> signIn =
        threads.submit(() -> parts.start(Part.SIGN_IN, () -> signIn(blueprint, data)));
    Future<DynamoDbLocal> dynamoDb = threads.submit(() -> dynamoDb(blueprint, data));
    Future<Queues> queues = threads.submit(() -> queues(blueprint, data));
    Future<Mail> mail =
        threads.submit(
            () -> parts.start(Part.MAIL, () -> Mail.start(ports.mail(), onDisk(data, "mail"))));
    Future<Functions> functions =
        threads.submit(() -> parts.start(Part.FUNCTIONS, () -> functions(blueprint)));
    Future<Optional<Buckets>> buckets = threads.submit(() -> buckets(blueprint, data));
    finish(signIn, dynamoDb, queues, mail, functions, buckets);
    Optional<Rds> database = database(blueprint, data);

    Sns sns = sns(blueprint, data, mail.get(), queues.get());
    EventParts events =
        parts.keep(
            Part.EVENTS,
            EventParts.of(
                blueprint,
                functions.get(),
                queues.get(),
                sns,
                folder -> onDisk(data, folder),
                clock));
    Guard guard = Permissions.guard(blueprint);
    PermissionRecord.of(settings, guard).ifPresent(record -> parts.keep(Part.EDGE, record));
    Meter meter = new Meter();
    WakeStreams wake = new WakeStreams();
    Faults faults = parts.keep(Part.EDGE, new Faults(functions.get()::kill));
    Map<String, Backend> services = new HashMap<>();
    services.put("dynamodb", new Forward(dynamoDb.get().uri()));
    services.put("sqs", new Forward(queues.get().uri()));
    services.put("sns", sns);
    services.put("lambda", lambda(blueprint, functions.get(), events));
    services.put("events", events.buses());
    services.put("scheduler", new SchedulerApi(events.scheduler()));
    services.put("sts", new StsApi(Locals.ACCOUNT));
    buckets.get().ifPresent(each -> services.put("s3", new ForwardStreams(each.uri())));
    database.ifPresent(each -> services.put("rds-data", each));
    parts.start(
        Part.EDGE,
        () ->
            Edge.start(
                ports.edge(),
                services,
                Wiring.callers(blueprint),
                List.of(guard, meter, faults, wake)));
    List<StreamPoller> pollers =
        pollers(blueprint, data, dynamoDb.get().uri(), functions.get(), queues.get());
    pollers.forEach(poller -> wake.add(poller.table(), poller::wake));
    List<Backlog> backlogs = new ArrayList<>(pollers);
    backlogs.addAll(EventParts.pollers(blueprint, parts, queues.get(), functions.get()));
    backlogs.addAll(events.backlogs());
    backlogs.add(faults);
    events.start();
    sweepExpired(blueprint, dynamoDb.get());
    if (blueprint.api().isPresent()) {
      Blueprint.Api api = blueprint.api().get();
      Optional<ContractCheck> contract = ContractCheck.beside(settings.template());
      contract.ifPresent(check -> parts.keep(Part.API, check));
      parts.start(
          Part.API,
          () ->
              HttpApi.start(
                  Wiring.api(api),
                  functions.get(),
                  ports.api(),
                  contract.map(check -> (Witness) check)));
    }
    Stack stack =
        new Stack(
            parts,
            blueprint,
            addresses,
            functions.get(),
            signIn.get(),
            pollers,
            backlogs,
            events.scheduler(),
            database,
            meter,
            guard,
            faults,
            disorder);
    DynamoDbLocal tables = dynamoDb.get();
    Queues messages = queues.get();
    Mail inbox = mail.get();
    Path logs = data.path("logs");
    Console console =
        new Console(
            () -> StackState.of(stack, tables, messages, inbox, logs).json(),
            Map.of(
                "streams", () -> StackState.streams(stack.streams()),
                "calls", () -> StackState.calls(stack.calls())),
            stack::fireNow);
    parts.start(
        Part.WEB,
        () -> PageSite.start(settings.home(), ports.web(), addresses, blueprint, console));
    announce(stack, data, new Runs(dynamoDb.get(), blueprint));
    return stack;
  }

  /** Waits for all, so that none starts after the others were ended. */
  private static void finish(Future<?>... starts) throws Exception {
    Optional<Exception> first = Optional.empty();
    for (Future<?> start : starts) {
      try {
        start.get();
      } catch (ExecutionException failed) {
        Exception cause = failed.getCause() instanceof Exception e ? e : failed;
        if (first.isPresent()) {
          first.get().addSuppressed(cause);
        } else {
          first = Optional.of(cause);
        }
      }
    }
    if (first.isPresent()) {
      throw first.get();
    }
  }

  /** A folder for what must survive; nothing if nothing must. */
  private Optional<Path> onDisk(DataDirectory data, String name) {
    return settings.inMemory() ? Optional.empty() : Optional.of(data.path(name));
  }

  private SignIn signIn(Blueprint blueprint, DataDirectory data) {
    Blueprint.SignIn client = blueprint.signIn().orElseThrow(Starter::noSignIn);
    Set<String> scopes = Set.copyOf(client.scopes());
    SignIn started =
        SignIn.start(
            ports.signIn(), client.clientId(), scopes, client.groups(), data.path("sign-in-key"));
    if (!started.issuer().equals(addresses.signIn())) {
      throw new IllegalStateException("The issuer is " + started.issuer());
    }
    return started;
  }

  private DynamoDbLocal dynamoDb(Blueprint blueprint, DataDirectory data) throws Exception {
    Path local = settings.home().resolve("local");
    DynamoDbLocal started =
        parts.start(
            Part.DYNAMODB,
            () ->
                DynamoDbLocal.start(
                    local.resolve("dynamodb-local/target/lib"),
                    Optional.of(local.resolve("lambda-runtime/target/local-lambda-runtime.jar")),
                    onDisk(data, "dynamodb"),
                    data.path("run/DynamoDB"),
                    data.path("logs/DynamoDB.log")));
    blueprint.tables().stream().map(Wiring::table).forEach(started::createTable);
    return started;
  }

  private Queues queues(Blueprint blueprint, DataDirectory data) throws Exception {
    Queues started =
        parts.start(
            Part.SQS,
            () ->
                Queues.start(onDisk(data, "sqs"), addresses.edge(), Locals.REGION, Locals.ACCOUNT));
    Wiring.queues(blueprint).forEach(started::createQueue);
    return started;
  }

  /** None if the template has none. */
  private Optional<Buckets> buckets(Blueprint blueprint, DataDirectory data) throws Exception {
    if (blueprint.buckets().isEmpty()) {
      return Optional.empty();
    }
    Path folder = settings.inMemory() ? data.emptied("run/s3") : data.path("s3");
    Buckets started =
        parts.start(
            Part.S3,
            () -> Buckets.start(folder, Wiring.callers(blueprint).keySet(), Credentials.SECRET));
    blueprint.buckets().forEach(bucket -> started.create(bucket.name()));
    return Optional.of(started);
  }

  /** Not started yet: it would keep the other parts waiting. */
  private Optional<Rds> database(Blueprint blueprint, DataDirectory data) throws IOException {
    if (blueprint.database().isEmpty()) {
      return Optional.empty();
    }
    Path tables =
        settings.inMemory() ? data.emptied("run/mysql").resolve("data") : data.path("mysql");
    return Optional.of(
        parts.keep(
            Part.RDS,
            Rds.of(
                Wiring.cluster(blueprint.database().get()),
                settings.home().resolve("local/mariadb/target/mariadb"),
                tables,
                data.path("run/MySQL.pid"),
                data.path("logs/MySQL.log"),
                !settings.inMemory())));
  }

  private Functions functions(Blueprint blueprint) {
    return Functions.start(
        Wiring.functions(blueprint, code(), addresses),
        settings.home().resolve("local/lambda-runtime/target"),
        settings.data());
  }

  private static LambdaApi lambda(Blueprint blueprint, Functions functions, EventParts events) {
    Set<String> names =
        blueprint.functions().stream().map(Blueprint.Function::name).collect(Collectors.toSet());
    return new LambdaApi(names, functions, events.functions());
  }

  private Sns sns(Blueprint blueprint, DataDirectory data, Mail mail, Queues queues)
      throws IOException {
    Sns started =
        Sns.start(
            onDisk(data, "sns"),
            addresses.edge(),
            Locals.REGION,
            Locals.ACCOUNT,
            mail,
            (arn, body, attributes) ->
                queues.send(queues.url(nameIn(arn)), body, Wiring.attributes(attributes)));
    blueprint.topics().forEach(topic -> started.createTopic(topic.name()));
    for (Blueprint.Subscription each : blueprint.subscriptions()) {
      started.subscribe(each.topicArn(), each.protocol(), each.endpoint(), Wiring.attributes(each));
    }
    return started;
  }

  static String nameIn(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  private List<StreamPoller> pollers(
      Blueprint blueprint, DataDirectory data, URI dynamoDb, Functions functions, Queues queues)
      throws IOException {
    Path checkpoints =
        settings.inMemory() ? data.emptied("run/checkpoints") : data.path("checkpoints");
    List<StreamPoller> pollers = new ArrayList<>();
    for (Blueprint.StreamMapping mapping : blueprint.streamMappings()) {
      pollers.add(
          parts.keep(
              Part.STREAMS,
              StreamPoller.start(
                  Wiring.mapping(mapping, blueprint),
                  dynamoDb,
                  functions,
                  queues::send,
                  checkpoints,
                  Clock.systemUTC(),
                  disorder)));
    }
    return pollers;
  }

  private void sweepExpired(Blueprint blueprint, DynamoDbLocal dynamoDb) {
    for (Blueprint.Table table : blueprint.tables()) {
      TableSpec spec = Wiring.table(table);
      if (spec.ttlAttribute().isPresent()) {
        parts.keep(Part.STREAMS, dynamoDb.sweeper(spec, Clock.systemUTC())).sweepEvery(TTL_PAUSE);
      }
    }
  }

  // ---------------------------------------------------------------- For others to find it

  private void announce(Stack stack, DataDirectory data, Runs runs) throws IOException {
    Control control =
        parts.keep(
            Part.CONTROL,
            Control.start(
                Map.of(
                    "token", request -> tokens(stack, request),
                    "invoke", request -> invoke(stack, request),
                    "chaos", request -> chaos(stack.chaos(), request),
                    "run", request -> runs.find(request.path("run").asText()),
                    "drained",
                        request ->
                            Control.JSON.createObjectNode().put("drained", stack.drained()))));
    data.write(ControlClient.FILE, control.coordinates(), OWNER_ONLY);
    parts.keep(Part.CONTROL, () -> data.delete(ControlClient.FILE));
    data.write(
        "env",
        EnvFile.text(addresses, stack.blueprint().outputs(), Credentials.OPERATOR),
        OWNER_ONLY);
    data.announce(
        List.of(
            "  Process       " + ProcessHandle.current().pid(),
            "  Page          " + addresses.web(),
            "  API           " + addresses.api(),
            "  Mail          " + addresses.mail(),
            "  Sign-in       " + addresses.signIn(),
            "  AWS endpoint  " + addresses.edge()));
  }

  private static JsonNode tokens(Stack stack, JsonNode request) {
    List<String> groups = new ArrayList<>();
    request.path("groups").forEach(group -> groups.add(group.asText()));
    ObjectNode answer = Control.JSON.createObjectNode();
    ArrayNode tokens = answer.putArray("tokens");
    request.path("users").forEach(user -> tokens.add(stack.accessToken(user.asText(), groups)));
    return answer;
  }

  private static JsonNode chaos(Chaos chaos, JsonNode request) {
    if (request.path("seed").isIntegralNumber()) {
      chaos.start(request.path("seed").asLong());
    } else if (request.path("off").asBoolean()) {
      chaos.stop();
    }
    ObjectNode answer = Control.JSON.createObjectNode();
    chaos.seed().ifPresent(seed -> answer.put("seed", seed));
    ObjectNode injected = answer.putObject("injected");
    chaos.injected().forEach(injected::put);
    return answer;
  }

  private static JsonNode invoke(Stack stack, JsonNode request) {
    try {
      byte[] event = Control.JSON.writeValueAsBytes(request.path("event"));
      Invocation invocation = stack.invoke(request.path("function").asText(), event);
      ObjectNode answer = Control.JSON.createObjectNode();
      answer.set("payload", Control.JSON.readTree(invocation.payload()));
      invocation.functionError().ifPresent(error -> answer.put("functionError", error));
      return answer;
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }
}
