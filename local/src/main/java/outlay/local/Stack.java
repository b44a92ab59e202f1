package outlay.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import outlay.local.background.Backlog;
import outlay.local.edge.Meter;
import outlay.local.faults.Faults;
import outlay.local.iam.Guard;
import outlay.local.lambda.Functions;
import outlay.local.lambda.Invocation;
import outlay.local.lambda.Usage;
import outlay.local.rds.Rds;
import outlay.local.scheduler.Scheduler;
import outlay.local.signin.SignIn;
import outlay.local.streams.Disorder;
import outlay.local.streams.StreamPoller;
import outlay.local.template.Blueprint;

/**
 * Everything that a template asks for, running on this machine. Several can run at once, in one
 * process too, each on a data folder of its own.
 */
public final class Stack implements AutoCloseable {
  private final Parts parts;
  private final Blueprint blueprint;
  private final Addresses addresses;
  private final Functions functions;
  private final SignIn signIn;
  private final List<StreamPoller> pollers;
  private final List<Backlog> backlogs;
  private final Scheduler scheduler;
  private final Optional<Rds> database;
  private final Meter meter;
  private final Guard guard;
  private final Faults faults;
  private final Disorder disorder;
  private final Chaos chaos;

  Stack(
      Parts parts,
      Blueprint blueprint,
      Addresses addresses,
      Functions functions,
      SignIn signIn,
      List<StreamPoller> pollers,
      List<Backlog> backlogs,
      Scheduler scheduler,
      Optional<Rds> database,
      Meter meter,
      Guard guard,
      Faults faults,
      Disorder disorder) {
    this.parts = parts;
    this.blueprint = blueprint;
    this.addresses = addresses;
    this.functions = functions;
    this.signIn = signIn;
    this.pollers = List.copyOf(pollers);
    this.backlogs = List.copyOf(backlogs);
    this.scheduler = scheduler;
    this.database = database;
    this.meter = meter;
    this.guard = guard;
    this.faults = faults;
    this.disorder = disorder;
    this.chaos =
        new Chaos(
            faults,
            disorder,
            blueprint.functions().stream()
                .map(Blueprint.Function::name)
                .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Starts everything, and returns when it answers. Functions start when they are first needed, or
   * by {@link #warmUp}.
   *
   * @throws Complaint if the settings cannot be followed: a port is taken, another stack runs on
   *     the data, or a function's jar is not built
   * @throws outlay.local.template.TemplateRefused if the template cannot be run here
   * @throws Exception if a part does not start; nothing runs then
   */
  public static Stack start(Settings settings, Progress progress) throws Exception {
    return start(settings, progress, Clock.systemUTC());
  }

  /**
   * As {@link #start(Settings, Progress)}, where schedules, and the pauses before events are tried
   * again, go by {@code clock}. Everything else, functions among it, goes by the system's.
   */
  public static Stack start(Settings settings, Progress progress, Clock clock) throws Exception {
    return new Starter(settings, progress, clock).start();
  }

  /** Where it answers. */
  public Addresses addresses() {
    return addresses;
  }

  /** What the template asks for, resolved. */
  public Blueprint blueprint() {
    return blueprint;
  }

  /**
   * Starts an instance of each function that Lambda starts from a snapshot, so that its first
   * request waits for no start here either, has the API fetch the sign-in's keys, and lets the
   * database start in the background.
   *
   * @throws IOException if the API does not answer
   */
  public void warmUp() throws IOException, InterruptedException {
    blueprint.functions().stream()
        .filter(Blueprint.Function::snapshot)
        .forEach(function -> functions.warmUp(function.name()));
    Optional<Blueprint.Route> guarded =
        blueprint.api().stream()
            .flatMap(api -> api.routes().stream())
            .filter(route -> !route.scopes().isEmpty())
            .findFirst();
    if (guarded.isPresent()) {
      knock(guarded.get());
    }
    database.ifPresent(Rds::begin);
  }

  /** Asks with a good token without any scope: it is verified, and refused before the function. */
  private void knock(Blueprint.Route route) throws IOException, InterruptedException {
    String path = route.path().replaceAll("[{}+]", "");
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(addresses.api().resolve(path))
                .method(route.method(), HttpRequest.BodyPublishers.noBody())
                .header(
                    "authorization", "Bearer " + signIn.accessToken("nobody", List.of(), List.of()))
                .build(),
            HttpResponse.BodyHandlers.discarding());
  }

  /**
   * An access token of the page's client with all its scopes.
   *
   * @param groups groups that the template declares
   * @throws Complaint if there is no such group
   */
  public String accessToken(String user, Collection<String> groups) {
    Blueprint.SignIn client = blueprint.signIn().orElseThrow(Starter::noSignIn);
    TreeSet<String> unknown = new TreeSet<>(groups);
    client.groups().forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new Complaint("There is no group " + unknown + ", only " + client.groups() + ".");
    }
    return signIn.accessToken(user, groups, client.scopes());
  }

  /**
   * Invokes a function, as the AWS CLI would.
   *
   * @param event JSON
   * @throws Complaint if there is no such function
   */
  public Invocation invoke(String function, byte[] event) {
    List<String> names = blueprint.functions().stream().map(Blueprint.Function::name).toList();
    if (!names.contains(function)) {
      throw new Complaint("There is no function " + function + ", only " + names + ".");
    }
    return functions.invoke(function, event);
  }

  /** What each function has done, by its name. */
  public Map<String, Usage> functions() {
    return functions.usage();
  }

  /** The template's database cluster, if it has one: it can be told to be resuming. */
  public Optional<Rds> database() {
    return database;
  }

  /** How far each stream has been read. */
  public List<StreamPoller.Reading> streams() {
    return pollers.stream().map(StreamPoller::reading).toList();
  }

  /** When each enabled schedule fires next, the soonest first. */
  public List<Scheduler.Next> schedules() {
    return scheduler.next();
  }

  /**
   * Fires a schedule now, beside its own times.
   *
   * @throws IllegalArgumentException if there is no such schedule
   */
  public void fireNow(String group, String schedule) {
    scheduler.fireNow(group, schedule);
  }

  /** What was called at the AWS endpoint, by whom. */
  public List<Meter.Reading> calls() {
    return meter.readings();
  }

  /** What the template's roles allow, and what of it was of use since the start. */
  public Guard permissions() {
    return guard;
  }

  /** Makes calls at the AWS endpoint go wrong. */
  public Faults faults() {
    return faults;
  }

  /** Makes deliveries of the streams go wrong. */
  public Disorder deliveries() {
    return disorder;
  }

  /** Makes a little of everything go wrong. */
  Chaos chaos() {
    return chaos;
  }

  /**
   * Whether everything written before this call, and everything that followed from it, is counted,
   * alerted, and mailed; no message is left in a queue that a function reads, and no event waits
   * for another attempt. What a schedule will do later is not waited for.
   */
  public boolean drained() {
    return awaitDrained(Duration.ZERO);
  }

  /**
   * Waits until {@link #drained}.
   *
   * @return false if it took longer
   */
  public boolean awaitDrained(Duration longest) {
    return Backlog.awaitEmpty(backlogs, longest);
  }

  /** The AWS endpoint. */
  public URI edge() {
    return addresses.edge();
  }

  /** Ends everything, those first that lean on others. What was acknowledged is on disk. */
  @Override
  public void close() {
    parts.close();
  }
}
