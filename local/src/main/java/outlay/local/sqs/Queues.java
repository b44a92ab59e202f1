package outlay.local.sqs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.NodeAddress;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.collection.immutable.Nil$;
import scala.jdk.javaapi.FutureConverters;
import scala.util.Either;
import scalikejdbc.ConnectionPool$;
import scalikejdbc.ConnectionPoolSettings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * <a href="https://github.com/softwaremill/elasticmq">ElasticMQ</a> on 127.0.0.1. With a data
 * folder its own H2 store holds each message before its sending is acknowledged.
 */
public final class Queues implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Queues.class);
  private static final int STOP_SECONDS = 1;
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  /** Its threads end with the JVM, which needs no hook of theirs to end. */
  private static final Config SETTINGS =
      ConfigFactory.parseMap(
              Map.of(
                  "pekko.daemonic", "on",
                  "pekko.jvm-shutdown-hooks", "off",
                  "pekko.loglevel", "WARNING",
                  "pekko.loggers", List.of("org.apache.pekko.event.slf4j.Slf4jLogger"),
                  "pekko.log-dead-letters", "off",
                  "pekko.log-dead-letters-during-shutdown", "off",
                  "pekko.http.server.parsing.illegal-header-warnings", "off",
                  "pekko.http.server.idle-timeout", "90 s",
                  "pekko.http.server.request-timeout", "60 s"))
          .withFallback(ConfigFactory.load(Queues.class.getClassLoader()));

  /** ElasticMQ's connections are in a static field of a library of its own. */
  private static final AtomicBoolean DATABASE_IN_USE = new AtomicBoolean();

  private final ActorSystem actors;
  private final SQSRestServer server;
  private final URI uri;
  private final SqsClient client;
  private final String arnPrefix;
  private final boolean onDisk;

  private Queues(
      ActorSystem actors,
      SQSRestServer server,
      URI uri,
      SqsClient client,
      String arnPrefix,
      boolean onDisk) {
    this.actors = actors;
    this.server = server;
    this.uri = uri;
    this.client = client;
    this.arnPrefix = arnPrefix;
    this.onDisk = onDisk;
  }

  /**
   * Starts it on a port of its own choice, with the queues and messages that the folder holds. Only
   * one with a folder can be open in a JVM.
   *
   * @param data a folder; empty: in memory
   * @param edge where queue URLs point
   * @param region the one in queue ARNs
   * @param account the twelve digits in queue ARNs and URLs
   */
  public static Queues start(Optional<Path> data, URI edge, String region, String account)
      throws IOException {
    if (data.isPresent() && !DATABASE_IN_USE.compareAndSet(false, true)) {
      throw new IllegalStateException("ElasticMQ keeps one database a JVM, and it is in use.");
    }
    ActorSystem actors = ActorSystem.create("elasticmq", SETTINGS, Queues.class.getClassLoader());
    Option<ActorRef> store = Option.empty();
    if (data.isPresent()) {
      Files.createDirectories(data.get());
      store = Option.apply(actors.actorOf(persistence(data.get()), "store"));
    }
    ActorRef manager =
        actors.actorOf(
            Props.create(
                QueueManagerActor.class, new NowProvider(), StrictSQSLimits$.MODULE$, store),
            "queues");
    TheSQSRestServerBuilder builder =
        SQSRestServerBuilder.withActorSystem(actors)
            .withQueueManagerActor(manager)
            .withInterface("127.0.0.1")
            .withDynamicPort()
            .withServerAddress(
                new NodeAddress(edge.getScheme(), edge.getHost(), edge.getPort(), ""))
            .withAWSRegion(region)
            .withAWSAccountId(account);
    SQSRestServer server =
        (store.isDefined() ? builder.withQueueEventListener(store.get()) : builder).start();
    int port = server.waitUntilStarted().localAddress().getPort();
    if (store.isDefined()) {
      restore(store.get(), manager);
    }
    URI uri = URI.create("http://127.0.0.1:" + port);
    String arnPrefix = "arn:aws:sqs:" + region + ":" + account + ":";
    return new Queues(actors, server, uri, client(uri, region), arnPrefix, data.isPresent());
  }

  /** Where ElasticMQ itself answers. */
  public URI uri() {
    return uri;
  }

  /** Calls ElasticMQ itself. Closed with this. */
  public SqsClient client() {
    return client;
  }

  /** Makes the queue, or gives the one that there is the specified attributes. */
  public void createQueue(QueueSpec spec) {
    Map<QueueAttributeName, String> attributes = spec.attributes(arnPrefix);
    Optional<String> found = find(spec.name());
    if (found.isPresent()) {
      client.setQueueAttributes(r -> r.queueUrl(found.get()).attributes(attributes));
      return;
    }
    Map<QueueAttributeName, String> all = new TreeMap<>(attributes);
    if (spec.isFifo()) {
      all.put(QueueAttributeName.FIFO_QUEUE, "true");
    }
    client.createQueue(request -> request.queueName(spec.name()).attributes(all));
  }

  /**
   * The queue's URL at the edge.
   *
   * @throws QueueDoesNotExistException if there is no such queue
   */
  public String url(String name) {
    return client.getQueueUrl(request -> request.queueName(name)).queueUrl();
  }

  /** The queue's ARN. */
  public String arn(String name) {
    return arnPrefix + name;
  }

  /**
   * Sends a message; it is stored when this returns.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException if it was not sent
   */
  public void send(String queueUrl, String body) {
    send(queueUrl, body, Map.of());
  }

  /**
   * Sends a message with attributes; it is stored when this returns.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException if it was not sent
   */
  public void send(String queueUrl, String body, Map<String, Attribute> attributes) {
    Map<String, MessageAttributeValue> values = new TreeMap<>();
    attributes.forEach(
        (name, attribute) ->
            values.put(
                name,
                MessageAttributeValue.builder()
                    .dataType(attribute.type())
                    .stringValue(attribute.value())
                    .build()));
    client.sendMessage(
        request -> request.queueUrl(queueUrl).messageBody(body).messageAttributes(values));
  }

  /**
   * How many messages a queue holds.
   *
   * @param waiting to be received
   * @param inFlight received, and not deleted yet
   * @param delayed not to be received yet
   */
  public record Depth(int waiting, int inFlight, int delayed) {}

  /**
   * How many messages the queue holds now.
   *
   * @throws QueueDoesNotExistException if there is no such queue
   */
  public Depth depth(String name) {
    Map<QueueAttributeName, String> attributes =
        client
            .getQueueAttributes(
                request ->
                    request
                        .queueUrl(url(name))
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
            .attributes();
    return new Depth(
        number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
        number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
        number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
  }

  private static int number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
    return Integer.parseInt(attributes.getOrDefault(name, "0"));
  }

  /**
   * A message attribute.
   *
   * @param type {@code String} or {@code Number}
   */
  public record Attribute(String type, String value) {}

  /** Its own way waits a minute for clients that keep a connection; they end with the actors. */
  private void stopListening() {
    try {
      FutureConverters.asJava(server.stopAndGetFuture().apply())
          .toCompletableFuture()
          .get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.atDebug().setCause(e).log("sqs_connections_cut");
    }
  }

  /** Stops ElasticMQ; what is in memory only is gone. */
  @Override
  public void close() {
    client.close();
    stopListening();
    actors.terminate();
    try {
      actors.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("ElasticMQ does not stop.", e);
    }
    if (onDisk) {
      ConnectionPool$.MODULE$.closeAll();
      DATABASE_IN_USE.set(false);
    }
  }

  private Optional<String> find(String name) {
    try {
      return Optional.of(url(name));
    } catch (QueueDoesNotExistException e) {
      return Optional.empty();
    }
  }

  private static Props persistence(Path folder) {
    // By default H2 writes a commit up to half a second later: kill -9 would lose it.
    String database =
        "jdbc:h2:file:" + folder.toAbsolutePath().resolve("elasticmq") + ";WRITE_DELAY=0";
    // ElasticMQ opens the first database of a JVM only; a later one must be there already.
    ConnectionPool$ pools = ConnectionPool$.MODULE$;
    ConnectionPoolSettings defaults = pools.singleton$default$4();
    pools.singleton(
        database, "", "", defaults, pools.singleton$default$5(database, "", "", defaults));
    SqlQueuePersistenceConfig settings =
        new SqlQueuePersistenceConfig(true, "org.h2.Driver", database, "", "", false);
    return Props.create(SqlQueuePersistenceActor.class, settings, Nil$.MODULE$);
  }

  private static void restore(ActorRef store, ActorRef manager) throws IOException {
    try {
      Object result =
          Patterns.ask(store, new QueueEvent.Restore(manager), LONGEST_START)
              .toCompletableFuture()
              .get();
      if (result instanceof Either<?, ?> either && either.isLeft()) {
        throw new IOException("ElasticMQ cannot restore its queues: " + either);
      }
    } catch (ExecutionException e) {
      throw new IOException("ElasticMQ cannot restore its queues.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while ElasticMQ restored its queues.", e);
    }
  }

  private static SqsClient client(URI uri, String region) {
    return SqsClient.builder()
        .endpointOverride(uri)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("outlay", "outlay")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
