package outlay.bench.figures;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The functions that are compared, started as Lambda starts them: the flags and the memory of a
 * function of 1,024 MB, the Runtime Interface Clients of AWS for Java and Python.
 */
final class Contenders {
  /** What every JVM is told. */
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:MaxRAM=1024m", // What it would see there.
          "-Xmx870m");

  /**
   * What Lambda adds, but for functions with SnapStart on Java 25: the quicker compiler alone.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html">Java
   *     runtime startup behavior</a>
   */
  static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final String LIBRARY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private static final String RECORDER = "7c1f9a52-3d0e-4b8a-9a6c-2f6b1f0d8e11";

  private final Path root;
  private final Path folder;
  private final Path library;
  private final String post;
  private final String list;

  /** A function in a jar. */
  enum Function {
    EMPTY(
        "Empty handler",
        "bench/baselines/target/baselines.jar",
        "outlay.baseline.EmptyHandler",
        false),
    PLAIN(
        "Plain handler", "bench/baselines/target/plain.jar", "outlay.baseline.PlainHandler", false),
    INGEST("Ingest", "ingest/target/ingest.jar", "outlay.ingest.IngestHandler", true),
    QUERY("Query", "query/target/query.jar", "outlay.query.QueryHandler", true);

    final String title;
    final String jar;
    final String handler;

    /** Whether it has the layer of the template, with an HTTP client that trusts the system's. */
    final boolean hasLayer;

    Function(String title, String jar, String handler, boolean hasLayer) {
      this.title = title;
      this.jar = jar;
      this.handler = handler;
      this.hasLayer = hasLayer;
    }
  }

  private Contenders(Path root, Path folder, Path library, String post, String list) {
    this.root = root;
    this.folder = folder;
    this.library = library;
    this.post = post;
    this.list = list;
  }

  /**
   * @param root the checkout, built
   * @param folder where what it makes goes
   */
  static Contenders in(Path root, Path folder) throws IOException {
    return new Contenders(
        root,
        folder,
        nativeLibrary(root, folder),
        sample("post.json")
            .replace("TODAY", LocalDate.now(ZoneOffset.UTC).toString())
            .replace("USER", RECORDER),
        sample("list.json").replace("USER", BareStore.USER));
  }

  private static String sample(String name) throws IOException {
    try (InputStream in = Contenders.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("bench.jar lacks " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** The client's native half, taken out of its jar as {@code ./run} does. */
  private static Path nativeLibrary(Path root, Path folder) throws IOException {
    Path client;
    try (Stream<Path> jars = Files.list(root.resolve("local/lambda-runtime/target/lib"))) {
      client =
          jars.filter(jar -> jar.getFileName().toString().contains("runtime-interface-client"))
              .findFirst()
              .orElseThrow(() -> new IOException("the Runtime Interface Client is not there"));
    }
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    Path library = folder.resolve("runtime-interface-client.so");
    try (JarFile jar = new JarFile(client.toFile())) {
      String name = "jni/libaws-lambda-jni.linux-" + (arm ? "aarch_64" : "x86_64") + ".so";
      ZipEntry entry = jar.getEntry(name);
      if (entry == null) {
        throw new IOException(client + " has no " + name);
      }
      try (InputStream in = jar.getInputStream(entry)) {
        Files.write(library, in.readAllBytes());
      }
    }
    return library;
  }

  /**
   * A function on a JDK.
   *
   * @param form what is added to its name
   * @param more flags besides {@link #FLAGS}
   * @param store where DynamoDB answers
   * @param trusted what is trusted; empty if {@code store} speaks plain HTTP
   */
  Contender java(
      Function function,
      Jdk jdk,
      String form,
      List<String> more,
      URI store,
      Optional<TlsFront.Trusted> trusted)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (function.hasLayer) {
      trusted.ifPresent(authorities -> command.addAll(authorities.ofTheSystem()));
    }
    command.add(jdk.java());
    command.addAll(FLAGS);
    command.addAll(more);
    command.add("-Duser.home=" + folder); // Else the SDK would read this user's own AWS profile.
    command.add("-D" + LIBRARY + "=" + library);
    if (jdk.feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    trusted.ifPresent(
        authorities -> command.add("-Djavax.net.ssl.trustStore=" + authorities.ofTheJdk()));
    command.addAll(List.of("-cp", classPath(function), CLIENT, function.handler));
    return contender(
        function.title + form,
        "JDK " + jdk.version(),
        command,
        store,
        Map.of("_HANDLER", function.handler),
        function == Function.QUERY);
  }

  private String classPath(Function function) throws IOException {
    List<String> jars = new ArrayList<>();
    try (Stream<Path> runtime = Files.list(root.resolve("local/lambda-runtime/target/lib"))) {
      runtime.sorted().map(Path::toString).forEach(jars::add); // Its classes win, as on Lambda.
    }
    Path jar = root.resolve(function.jar);
    if (!Files.exists(jar)) {
      throw new IllegalArgumentException("There is no " + jar + ": start this by its script.");
    }
    jars.add(jar.toString());
    if (function.hasLayer) {
      jars.add(root.resolve(JarSizes.LAYER).toString());
    }
    return String.join(File.pathSeparator, jars);
  }

  /**
   * The same in Python.
   *
   * @param python its interpreter, in an environment that has bench/python/requirements.txt
   * @param function what it does the work of: Ingest or Query
   */
  Contender python(
      Path python, String version, Function function, URI store, Optional<Path> trusted) {
    Map<String, String> more = new TreeMap<>();
    more.put("_HANDLER", "function.handler");
    more.put("PYTHONPATH", root.resolve("bench/python").toString());
    trusted.ifPresent(path -> more.put("AWS_CA_BUNDLE", path.toString()));
    return contender(
        "The same as " + function.title + ", boto3",
        "Python " + version,
        List.of(python.toString(), "-m", "awslambdaric", "function.handler"),
        store,
        more,
        function == Function.QUERY);
  }

  private Contender contender(
      String name,
      String platform,
      List<String> command,
      URI store,
      Map<String, String> more,
      boolean reads) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "bench");
    environment.put("AWS_SECRET_ACCESS_KEY", "bench");
    environment.put("AWS_ENDPOINT_URL", store.toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_LAMBDA_FUNCTION_NAME", "bench");
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/bench");
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "bench");
    environment.put("HOME", folder.toString());
    environment.put("LAMBDA_TASK_ROOT", root.resolve("bench/python").toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("TZ", ":UTC");
    environment.put("POWERTOOLS_SERVICE_NAME", "bench");
    for (String table : List.of("EXPENSES", "TOTALS", "BUDGETS", "ALERTS", "ORGANIZATION")) {
      environment.put(table + "_TABLE", BareStore.TABLE);
    }
    environment.put("USER_RATE_LIMIT", "1000000");
    environment.put("USER_BURST_LIMIT", "1000000");
    environment.put("DEFAULT_CURRENCY", "EUR");
    environment.put("DEFAULT_MONTHLY_LIMIT", "10000");
    environment.put("DEFAULT_ALERT_LEVELS", "80,100");
    environment.put("DEFAULT_LARGE_EXPENSE", "500");
    environment.putAll(more);
    boolean isEmpty = name.startsWith(Function.EMPTY.title);
    return new Contender(
        name, platform, command, environment, reads ? list : post, reads || isEmpty ? 200 : 201);
  }
}
