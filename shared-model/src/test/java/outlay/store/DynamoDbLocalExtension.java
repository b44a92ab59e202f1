package outlay.store;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Gives tests a {@link DynamoDbClient} of a DynamoDB Local:
 * {@code @ExtendWith(DynamoDbLocalExtension.class)}, and a parameter of that type. One server, in
 * memory and on a free port, serves all tests of a test JVM; make tables with {@link TestTables},
 * whose names are new each time.
 *
 * <p>The server's jars are where the module {@code local/dynamodb-local} puts them when it is
 * packaged: {@code mvn -pl local/dynamodb-local package}.
 */
public final class DynamoDbLocalExtension implements ParameterResolver {
  private static final String LIBRARIES = "local/dynamodb-local/target/lib";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == DynamoDbClient.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(DynamoDbLocalExtension.class))
        .getOrComputeIfAbsent(Server.class, type -> Server.start(), Server.class)
        .client();
  }

  /** Closed by JUnit after the last test. */
  private record Server(Process process, DynamoDbClient client) implements AutoCloseable {

    static Server start() {
      try {
        int port = freePort();
        Process process =
            new ProcessBuilder(command(port))
                .directory(Files.createTempDirectory("outlay-dynamodb").toFile())
                .redirectErrorStream(true)
                .start();
        awaitReady(process);
        return new Server(process, client(port));
      } catch (IOException fault) {
        throw new UncheckedIOException(fault);
      }
    }

    private static List<String> command(int port) {
      String classPath =
          String.join(
              File.pathSeparator,
              codeOf(DynamoDbLocalMain.class).toString(),
              libraries() + File.separator + "*");
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Xmx512m",
          "--enable-native-access=ALL-UNNAMED",
          "-cp",
          classPath,
          DynamoDbLocalMain.class.getName(),
          "-inMemory",
          "-sharedDb",
          "-disableTelemetry",
          "-port",
          Integer.toString(port));
    }

    private static void awaitReady(Process process) throws IOException {
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      List<String> said = new ArrayList<>();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.equals(DynamoDbLocalMain.READY)) {
          Thread drain = new Thread(() -> output.lines().forEach(ignored -> {}), "dynamodb-local");
          drain.setDaemon(true); // A full pipe would stop the server.
          drain.start();
          return;
        }
        said.add(line);
      }
      throw new IOException("DynamoDB Local did not start:\n" + String.join("\n", said));
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }

    private static DynamoDbClient client(int port) {
      return DynamoDbClient.builder()
          .endpointOverride(URI.create("http://127.0.0.1:" + port))
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
          .httpClient(UrlConnectionHttpClient.create())
          .build();
    }

    @Override
    public void close() {
      client.close();
      process.destroy();
    }
  }

  private static Path codeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Path libraries() {
    Path start = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path libraries = folder.resolve(LIBRARIES);
      if (Files.isDirectory(libraries)) {
        return libraries;
      }
    }
    throw new IllegalStateException(
        LIBRARIES + " is not there: run mvn -pl local/dynamodb-local package");
  }
}
