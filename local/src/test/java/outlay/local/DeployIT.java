package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./deploy} with an AWS CLI, a SAM CLI, and a Maven that write down what they are told. */
class DeployIT {
  private static final List<String> BASICS =
      List.of(
          "bash", "awk", "cat", "dirname", "grep", "head", "mktemp", "rm", "sed", "sleep", "touch",
          "tr");

  /** The answers of AWS, and each call with what it was given in a file. */
  private static final String AWS =
      """
      #!/bin/bash
      echo "aws $*" >>"$LOG"
      for argument in "$@"; do
        case "$argument" in
          file://*) cat "${argument#file://}" >>"$LOG.files"; echo >>"$LOG.files" ;;
          */config.json) [ -e "$argument" ] && cat "$argument" >"$LOG.config" ;;
        esac
      done
      case "$1 $2" in
        "sts get-caller-identity") [ -z "$NO_CREDENTIALS" ] ;;
        "cloudformation describe-stacks")
          [ -z "$NEW_STACK" ] || [ -e "$LOG.deployed" ] || exit 254
          for name in Api Web WebBucket Distribution LoginDomain Region UserPoolClient DefaultCurrency \\
            Dashboard DatabaseArn DatabaseSecretArn DatabaseMasterSecretArn; do
            printf '%s\\tthe-%s\\n' "$name" "$name"
          done ;;
        "secretsmanager get-secret-value") echo '{"password":"Secret123","username":"outlay_jobs"}' ;;
        "rds-data execute-statement")
          if [ -n "$SLEEPY" ] && [ ! -e "$LOG.awake" ]; then
            touch "$LOG.awake"
            echo "An error occurred (DatabaseResumingException)" >&2
            exit 254
          fi ;;
      esac
      """;

  private static final String SAM =
      """
      #!/bin/bash
      echo "sam $*" >>"$LOG"
      [ -z "$SAM_FAILS" ] || exit 1
      touch "$LOG.deployed"
      """;

  @TempDir private Path folder = Path.of("");

  private record Result(int code, String out, String error) {}

  @BeforeEach
  void tools() throws IOException {
    Files.createDirectory(folder.resolve("bin"));
    for (String basic : BASICS) {
      install(basic, "#!/bin/bash\nexec %s \"$@\"\n".formatted(find(basic)));
    }
  }

  private static Path find(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(place -> Path.of(place, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private void install(String name, String script) throws IOException {
    Path program = Files.writeString(folder.resolve("bin").resolve(name), script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private void installAll() throws IOException {
    install("aws", AWS);
    install("sam", SAM);
    install("mvn", "#!/bin/bash\necho \"mvn $*\" >>\"$LOG\"\n");
  }

  private Result deploy(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("../deploy"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("error").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("bin").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LOG", folder.resolve("log").toString());
    builder.environment().put("OUTLAY_DATABASE_PAUSE", "0");
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new Result(code, read("out"), read("error"));
  }

  private String read(String file) {
    try {
      Path path = folder.resolve(file);
      return Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void nothingInstalled_saysAllThatIsMissing() throws Exception {
    Result result = deploy(Map.of("JAVA_HOME", folder.toString()));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.error())
        .contains("nothing was done", "(aws)", "(sam)", "(mvn)", "a JDK, 17 or later");
  }

  @Test
  void newStackWithoutAddressesRegionOrCredentials_saysSo() throws Exception {
    installAll();

    Result nobody = deploy(Map.of("NO_CREDENTIALS", "1"));
    Result nowhere = deploy(Map.of("NEW_STACK", "1", "AWS_REGION", "eu-central-1"));

    assertThat(nobody.error()).contains("a region (--region)", "credentials that AWS takes");
    assertThat(nowhere.error()).contains("--operators-email: the stack outlay is new");
    assertThat(read("log")).doesNotContain("sam", "mvn", "s3");
  }

  @Test
  void deploy_doesAllOfItInOrder() throws Exception {
    installAll();

    Result result =
        deploy(
            Map.of("NEW_STACK", "1"),
            "--finance-email",
            "f@x.example",
            "--operators-email",
            "o@x.example",
            "--region",
            "eu-central-1",
            "--parameter",
            "JobSegments=2");

    assertThat(result.error()).doesNotContain("./deploy:");
    assertThat(result.code()).isZero();
    assertThat(read("log").lines().filter(line -> !line.startsWith("aws sts")))
        .satisfiesExactly(
            line -> assertThat(line).contains("mvn", "package"),
            line ->
                assertThat(line)
                    .startsWith("sam deploy")
                    .contains("--stack-name outlay ", "--resolve-s3", "CAPABILITY_AUTO_EXPAND")
                    .endsWith(
                        "Stage=prod FinanceEmail=f@x.example OperatorsEmail=o@x.example"
                            + " JobSegments=2"),
            line -> assertThat(line).contains("describe-stacks"),
            line -> assertThat(line).contains("get-secret-value", "the-DatabaseSecretArn"),
            line -> assertThat(line).contains("rds-data"),
            line -> assertThat(line).contains("rds-data"),
            line -> assertThat(line).contains("rds-data"),
            line -> assertThat(line).contains("*.js", "max-age=0, s-maxage=31536000"),
            line -> assertThat(line).contains("*.css"),
            line -> assertThat(line).contains("*.svg", "image/svg+xml"),
            line -> assertThat(line).contains("LICENSE"),
            line -> assertThat(line).contains("s3://the-WebBucket/config.json", "no-store"),
            line -> assertThat(line).contains("*.html"),
            line -> assertThat(line).contains("s3 sync", "--delete", "--exclude config.json"),
            line -> assertThat(line).contains("create-invalidation", "the-Distribution", "/*"));
    assertThat(result.out()).contains("the-Web\n", "the-Api\n", "dashboards:name=the-Dashboard");
  }

  @Test
  void deploy_makesTheDatabasesUserWithoutShowingItsPassword() throws Exception {
    installAll();

    Result result = deploy(Map.of("AWS_REGION", "eu-central-1", "SLEEPY", "1"), "--database-only");

    assertThat(result.code()).isZero();
    List<JsonNode> statements =
        read("log.files").lines().map(DeployIT::json).filter(each -> each.has("sql")).toList();
    assertThat(statements)
        .allMatch(each -> each.path("secretArn").asText().equals("the-DatabaseMasterSecretArn"))
        .extracting(each -> each.path("sql").asText())
        .startsWith("CREATE USER IF NOT EXISTS 'outlay_jobs'@'%' IDENTIFIED BY 'Secret123'")
        .endsWith("GRANT SELECT, INSERT, UPDATE, CREATE ON outlay.* TO 'outlay_jobs'@'%'")
        .hasSize(4); // The first one twice: the database was asleep.
    assertThat(result.error()).contains("The database wakes up");
    assertThat(read("log") + result.out() + result.error()).doesNotContain("Secret123");
  }

  @Test
  void deploy_writesTheConfigOfThePage() throws Exception {
    installAll();

    Result result = deploy(Map.of("AWS_REGION", "eu-central-1"), "--page-only");

    assertThat(result.code()).isZero();
    assertThat(read("log")).doesNotContain("sam ", "rds-data");
    assertThat(json(read("log.config")))
        .isEqualTo(
            json(
                """
                {"api": "the-Api", "region": "the-Region", "clientId": "the-UserPoolClient",
                 "currency": "the-DefaultCurrency", "login": {
                   "authorize": "the-LoginDomain/oauth2/authorize",
                   "token": "the-LoginDomain/oauth2/token",
                   "logout": "the-LoginDomain/logout"}}
                """));
  }

  private static JsonNode json(String text) {
    try {
      return Control.JSON.readTree(text);
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }

  @Test
  void samFails_leavesThePageAlone() throws Exception {
    installAll();

    Result result = deploy(Map.of("AWS_REGION", "eu-central-1", "SAM_FAILS", "1"));

    assertThat(result.code()).isEqualTo(1);
    assertThat(read("log")).contains("sam deploy").doesNotContain("s3 cp", "rds-data");
  }

  @Test
  void dryRun_showsEachCommandAndDoesNothing() throws Exception {
    installAll();

    Result result = deploy(Map.of(), "--dry-run", "--stage", "dev", "--region", "eu-central-1");

    assertThat(result.code()).isZero();
    assertThat(result.error())
        .contains(
            "+ mvn ", "+ sam deploy ", "--stack-name outlay-dev", "Stage=dev", "+ aws s3 sync");
    assertThat(read("log")).isEmpty();
  }

  @Test
  void env_printsOutputsAsOnOneMachine() throws Exception {
    installAll();

    Result result = deploy(Map.of("AWS_REGION", "eu-central-1"), "--env");

    assertThat(result.out())
        .contains("export OUTLAY_DATABASE_SECRET_ARN='the-DatabaseSecretArn'\n");
  }

  @Test
  void help_isAlwaysThere() throws Exception {
    assertThat(deploy(Map.of(), "--help").out()).startsWith("Usage: ./deploy");
    assertThat(deploy(Map.of(), "--hepl").error()).contains("there is no option --hepl");
  }
}
