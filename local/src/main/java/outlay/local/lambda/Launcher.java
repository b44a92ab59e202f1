package outlay.local.lambda;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Starts a function's JVM as Lambda does: the same flags, the same variables, on AWS's own Runtime
 * Interface Client.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Reserved
 *     environment variables</a>
 */
final class Launcher {
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final String LIBRARY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");

  /** The share of a function's memory that is its heap. */
  private static final double HEAP = 0.85;

  private final List<String> runtime;
  private final List<String> flags;

  /** A process, and the archive that it leaves when it ends. */
  record Launched(Process process, Optional<Archives.Recording> recording) {}

  private Launcher(List<String> runtime, List<String> flags) {
    this.runtime = runtime;
    this.flags = flags;
  }

  /**
   * @param runtimeDirectory what building {@code local/lambda-runtime} left: its jars, and {@code
   *     lib}
   * @param cache where the native library goes
   * @param portable without the native library
   */
  static Launcher create(Path runtimeDirectory, Path cache, boolean portable) throws IOException {
    List<String> jars = new ArrayList<>();
    List<String> flags = new ArrayList<>();
    if (portable) {
      jars.add(jar(runtimeDirectory, "local-lambda-runtime-portable.jar"));
    } else {
      flags.add(
          "-D" + LIBRARY + "=" + NativeLibrary.extract(runtimeDirectory.resolve("lib"), cache));
      if (Runtime.version().feature() >= 24) {
        flags.add("--enable-native-access=ALL-UNNAMED");
      }
    }
    jars.add(jar(runtimeDirectory, "local-lambda-runtime.jar"));
    jars.addAll(jars(runtimeDirectory.resolve("lib")));
    return new Launcher(jars, flags);
  }

  private static List<String> jars(Path directory) throws IOException {
    try (Stream<Path> libraries = Files.list(directory)) {
      return libraries
          .sorted(Comparator.naturalOrder())
          .map(library -> library.toAbsolutePath().toString())
          .toList();
    }
  }

  private static String jar(Path directory, String name) throws IOException {
    Path jar = directory.resolve(name).toAbsolutePath();
    if (!Files.exists(jar)) {
      throw new IOException(jar + " is missing: build the project first");
    }
    return jar.toString();
  }

  /**
   * Starts a process that ends when this one does. Its output goes to the function's log.
   *
   * @param runtimeApi where it asks for events
   * @param home its working directory
   */
  Launched launch(FunctionSpec spec, String runtimeApi, String instanceId, Path home, Path log)
      throws IOException {
    List<String> classPath = new ArrayList<>(runtime); // The runtime's classes win, as on Lambda.
    classPath.add(spec.jar().toAbsolutePath().toString());
    for (Path layer : spec.layers()) {
      classPath.addAll(jars(layer.resolve("java/lib")));
    }
    Archives.Use archive = Archives.next(spec, classPath, instanceId);
    ProcessBuilder builder = new ProcessBuilder(command(spec, home, archive.flags(), classPath));
    builder.directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment(spec, runtimeApi, instanceId, home));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new Launched(builder.start(), archive.recording());
    } catch (IOException failed) {
      archive.recording().ifPresent(recording -> recording.end(1));
      throw failed;
    }
  }

  private List<String> command(
      FunctionSpec spec, Path home, List<String> archive, List<String> classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-Xmx" + Math.round(spec.memoryMb() * HEAP) + "m");
    command.add("-Djava.awt.headless=true");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Duser.home=" + home); // Else the SDK would read this user's own AWS profile.
    command.addAll(flags);
    command.addAll(archive);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.addAll(List.of("outlay.local.child.Child", CLIENT, spec.handler()));
    return command;
  }

  private static Map<String, String> environment(
      FunctionSpec spec, String runtimeApi, String instanceId, Path home) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("AWS_REGION", spec.region());
    environment.put("AWS_DEFAULT_REGION", spec.region());
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java" + Runtime.version().feature());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.memoryMb()));
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.name());
    environment.put(
        "AWS_LAMBDA_LOG_STREAM_NAME",
        LocalDate.now(ZoneOffset.UTC).format(DAY) + "/[$LATEST]" + instanceId);
    environment.put("LAMBDA_TASK_ROOT", home.toString());
    environment.put("LANG", "en_US.UTF-8");
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("TZ", ":UTC");
    environment.putAll(spec.environment());
    environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    environment.put("_HANDLER", spec.handler());
    return environment;
  }
}
