package outlay.local.template;

import static outlay.local.template.Deployed.texts;
import static outlay.local.template.FunctionRules.between;
import static outlay.local.template.FunctionRules.expect;
import static outlay.local.template.FunctionRules.matches;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outlay.local.web.SecurityHeaders;

/** Rules on where data is, who gets at it, and what it may cost. */
final class DataRules {
  /** Aurora MySQL 3.08 is the first that pauses: scaling to 0 capacity units. */
  private static final Pattern AURORA = Pattern.compile("8\\.0\\.mysql_aurora\\.3\\.(\\d+)\\..+");

  private static final int FIRST_TO_PAUSE = 8;

  /** IAM knows no resource for these. */
  private static final Set<String> WITHOUT_RESOURCE =
      Set.of(
          "xray:PutTraceSegments",
          "xray:PutTelemetryRecords",
          "sns:GetSubscriptionAttributes",
          "sns:SetSubscriptionAttributes",
          "sns:Unsubscribe");

  private DataRules() {}

  static void tables(Deployed template, Consumer<String> problem) {
    template
        .all("AWS::DynamoDB::Table")
        .forEach(
            (id, table) -> {
              JsonNode properties = table.path("Properties");
              String at = id + ": ";
              expect(properties, "/BillingMode", "PAY_PER_REQUEST", at, problem);
              expect(properties, "/SSESpecification/SSEEnabled", "true", at, problem);
              JsonNode ceiling = properties.path("OnDemandThroughput");
              between(ceiling, "MaxReadRequestUnits", 1, 40_000, at, problem);
              between(ceiling, "MaxWriteRequestUnits", 1, 40_000, at, problem);
              if (properties.has("TableName")) {
                problem.accept(at + "a name keeps it from being replaced");
              }
              if (!id.equals("OrganizationTable")) {
                expect(
                    properties,
                    "/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled",
                    "true",
                    at,
                    problem);
              }
            });
  }

  static void buckets(Deployed template, Consumer<String> problem) {
    template
        .all("AWS::S3::Bucket")
        .forEach(
            (id, bucket) -> {
              JsonNode properties = bucket.path("Properties");
              String at = id + ": ";
              for (String way :
                  List.of(
                      "BlockPublicAcls",
                      "BlockPublicPolicy",
                      "IgnorePublicAcls",
                      "RestrictPublicBuckets")) {
                expect(properties, "/PublicAccessBlockConfiguration/" + way, "true", at, problem);
              }
              expect(properties, "/VersioningConfiguration/Status", "Enabled", at, problem);
              expect(
                  properties,
                  "/OwnershipControls/Rules/0/ObjectOwnership",
                  "BucketOwnerEnforced",
                  at,
                  problem);
              if (!properties
                  .at(
                      "/BucketEncryption/ServerSideEncryptionConfiguration/0"
                          + "/ServerSideEncryptionByDefault/SSEAlgorithm")
                  .isTextual()) {
                problem.accept(at + "is not encrypted");
              }
              JsonNode tls = statement(template.properties(id + "Policy"), "RefuseWithoutTls");
              expect(tls, "/Effect", "Deny", at + "without TLS, ", problem);
              expect(
                  tls,
                  "/Condition/Bool/aws:SecureTransport",
                  "false",
                  at + "without TLS, ",
                  problem);
              if (tls.path("Resource").size() != 2) {
                problem.accept(at + "without TLS, the bucket or its objects can be reached");
              }
            });
  }

  private static JsonNode statement(JsonNode properties, String sid) {
    for (JsonNode statement : properties.at("/PolicyDocument/Statement")) {
      if (statement.path("Sid").asText().equals(sid)) {
        return statement;
      }
    }
    return properties.path("not there");
  }

  /** By default nothing under 128 KB moves, and most reports are smaller. */
  static void archive(Deployed template, Consumer<String> problem) {
    JsonNode lifecycle = template.properties("ReportsBucket").path("LifecycleConfiguration");
    expect(
        lifecycle,
        "/TransitionDefaultMinimumObjectSize",
        "varies_by_storage_class",
        "ReportsBucket: ",
        problem);
    boolean archives = false;
    boolean abortsUploads = false;
    for (JsonNode rule : lifecycle.path("Rules")) {
      boolean isOn = rule.path("Status").asText().equals("Enabled");
      archives |=
          isOn
              && rule.path("Prefix").asText().equals("reports/")
              && rule.at("/Transitions/0/StorageClass").asText().equals("GLACIER")
              && rule.at("/Transitions/0/TransitionInDays").asInt() == 90;
      abortsUploads |= isOn && rule.at("/AbortIncompleteMultipartUpload").isObject();
    }
    if (!archives) {
      problem.accept("ReportsBucket: reports do not move to Glacier after 90 days");
    }
    if (!abortsUploads) {
      problem.accept("ReportsBucket: uploads that were never finished are paid for ever");
    }
  }

  static void queues(Deployed template, Consumer<String> problem) {
    template
        .all("AWS::SQS::Queue")
        .forEach(
            (id, queue) -> {
              expect(queue, "/Properties/SqsManagedSseEnabled", "true", id + ": ", problem);
              boolean isWork = queue.path("Properties").has("RedrivePolicy");
              int days = isWork ? 4 : 14;
              expect(
                  queue,
                  "/Properties/MessageRetentionPeriod",
                  String.valueOf(days * 86_400),
                  id + ": ",
                  problem);
            });
  }

  static void database(Deployed template, Consumer<String> problem) {
    JsonNode database = template.properties("Database");
    Matcher version = AURORA.matcher(database.path("EngineVersion").asText());
    if (!version.matches() || Integer.parseInt(version.group(1)) < FIRST_TO_PAUSE) {
      problem.accept("Database: EngineVersion does not pause");
    }
    expect(database, "/Engine", "aurora-mysql", "Database: ", problem);
    expect(database, "/EngineMode", "provisioned", "Database: ", problem);
    expect(database, "/EnableHttpEndpoint", "true", "Database: ", problem);
    expect(database, "/StorageEncrypted", "true", "Database: ", problem);
    JsonNode scaling = database.path("ServerlessV2ScalingConfiguration");
    between(scaling, "MinCapacity", 0, 0, "Database: ", problem);
    between(scaling, "MaxCapacity", 1, 8, "Database: ", problem);
    between(scaling, "SecondsUntilAutoPause", 300, 3600, "Database: ", problem);
    JsonNode instance = template.properties("DatabaseInstance");
    expect(instance, "/DBInstanceClass", "db.serverless", "DatabaseInstance: ", problem);
    expect(instance, "/PubliclyAccessible", "false", "DatabaseInstance: ", problem);
    JsonNode group = template.properties("DatabaseSecurityGroup");
    if (group.has("SecurityGroupIngress")) {
      problem.accept("DatabaseSecurityGroup: lets someone in, and the Data API needs nobody to");
    }
    for (String type : List.of("AWS::EC2::NatGateway", "AWS::EC2::InternetGateway")) {
      template.all(type).keySet().forEach(id -> problem.accept(id + ": functions need no way out"));
    }
  }

  static void databaseUser(Deployed template, Consumer<String> problem) {
    String master = template.output("DatabaseMasterSecretArn").asText();
    expect(
        template.properties("Database"),
        "/ManageMasterUserPassword",
        "true",
        "Database: ",
        problem);
    template
        .resources()
        .forEach(
            (id, resource) -> {
              if (!id.equals("Database") && resource.toString().contains(master)) {
                problem.accept(id + ": gets at the database's master user");
              }
            });
    JsonNode secret = template.properties("DatabaseUserSecret").path("GenerateSecretString");
    if (!secret.path("SecretStringTemplate").asText().contains("\"username\": \"outlay_jobs\"")) {
      problem.accept("DatabaseUserSecret: is not that of outlay_jobs");
    }
    expect(secret, "/ExcludePunctuation", "true", "DatabaseUserSecret: ", problem);
    between(secret, "PasswordLength", 32, 99, "DatabaseUserSecret: ", problem);
  }

  static void bus(Deployed template, Consumer<String> problem) {
    template
        .all("AWS::Events::Rule")
        .forEach(
            (id, rule) -> {
              JsonNode properties = rule.path("Properties");
              expect(properties, "/EventBusName", "outlay-Bus", id + ": ", problem);
              if (!properties.path("Name").isTextual()) {
                problem.accept(id + ": its alarm needs its Name");
              }
              for (JsonNode target : properties.path("Targets")) {
                if (target.has("RoleArn")) {
                  problem.accept(id + ": a topic takes no RoleArn");
                }
                String queue = target.at("/DeadLetterConfig/Arn").asText();
                if (!target.at("/RetryPolicy/MaximumRetryAttempts").isNumber()
                    || !maySend(template, queue, rule(id))) {
                  problem.accept(id + ": what its target does not take is lost");
                }
              }
              String published =
                  "{\"source\": \"outlay.reports\", \"detail-type\": \"ReportPublished\"}";
              if (!matches(
                  properties.path("EventPattern").toString(), published, id + ": ", problem)) {
                problem.accept(id + ": does not match " + published);
              }
            });
    if (template.all("AWS::Events::Archive").values().stream()
        .noneMatch(archive -> archive.at("/Properties/RetentionDays").asInt() > 0)) {
      problem.accept("BusArchive: keeps nothing, or everything for ever");
    }
  }

  private static String rule(String id) {
    return "arn:aws:events:eu-central-2:000000000000:rule/outlay-" + id;
  }

  private static boolean maySend(Deployed template, String queue, String rule) {
    for (JsonNode policy : template.all("AWS::SQS::QueuePolicy").values()) {
      for (JsonNode statement : policy.at("/Properties/PolicyDocument/Statement")) {
        if (statement.path("Resource").asText().equals(queue)
            && statement.path("Action").asText().equals("sqs:SendMessage")
            && statement.at("/Condition/ArnEquals/aws:SourceArn").asText().equals(rule)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Alarms and rules publish to an encrypted topic only with a grant on its key, and EventBridge
   * only with one without conditions.
   *
   * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html">Managing
   *     Amazon SNS encryption keys and costs</a>
   */
  static void operatorsTopic(Deployed template, Consumer<String> problem) {
    expect(
        template.properties("OperatorsTopic"),
        "/KmsMasterKeyId",
        "OperatorsKey",
        "OperatorsTopic: ",
        problem);
    expect(
        template.properties("OperatorsKey"),
        "/EnableKeyRotation",
        "true",
        "OperatorsKey: ",
        problem);
    JsonNode statements = template.properties("OperatorsKey").at("/KeyPolicy/Statement");
    for (String service : List.of("events.amazonaws.com", "cloudwatch.amazonaws.com")) {
      boolean isGranted = false;
      for (JsonNode statement : statements) {
        boolean isForIt = statement.at("/Principal/Service").asText().equals(service);
        isGranted |=
            isForIt
                && texts(statement.path("Action"))
                    .containsAll(List.of("kms:Decrypt", "kms:GenerateDataKey"));
        if (isForIt && service.startsWith("events") && statement.has("Condition")) {
          problem.accept("OperatorsKey: with a condition, messages of rules are dropped");
        }
      }
      if (!isGranted) {
        problem.accept("OperatorsKey: " + service + " cannot publish to OperatorsTopic");
      }
      if (!template.properties("OperatorsTopicPolicy").toString().contains(service)) {
        problem.accept("OperatorsTopicPolicy: " + service + " cannot publish to OperatorsTopic");
      }
    }
  }

  /** Of everyone's roles and policies; a key's own policy can name no resource but itself. */
  static void wildcards(Deployed template, Consumer<String> problem) {
    template
        .resources()
        .forEach(
            (id, resource) -> {
              JsonNode properties = resource.path("Properties");
              boolean isKey = resource.path("Type").asText().equals("AWS::KMS::Key");
              properties
                  .path("Policies")
                  .forEach(each -> statements(id, each.path("PolicyDocument"), false, problem));
              statements(id, properties.path("PolicyDocument"), false, problem);
              statements(id, properties.path("KeyPolicy"), isKey, problem);
              statements(id, properties.path("AssumeRolePolicyDocument"), false, problem);
              if (properties.has("ManagedPolicyArns")) {
                problem.accept(id + ": a managed policy gives more than is listed");
              }
            });
    template
        .functions()
        .forEach(
            (id, function) -> {
              if (!function.at("/Properties/Role").isTextual()
                  || function.path("Properties").has("Policies")) {
                problem.accept(id + ": SAM would make a role for it");
              }
            });
  }

  private static void statements(
      String id, JsonNode document, boolean isKey, Consumer<String> problem) {
    for (JsonNode statement : document.path("Statement")) {
      String at = id + "." + statement.path("Sid").asText() + ": ";
      if (statement.path("Effect").asText().equals("Deny")) {
        continue;
      }
      boolean isAdministrator = isKey && statement.at("/Principal/AWS").asText().endsWith(":root");
      for (String action : texts(statement.path("Action"))) {
        if (action.contains("*") && !isAdministrator) {
          problem.accept(at + "the action " + action);
        }
        for (String resource : texts(statement.path("Resource"))) {
          boolean isExact = !resource.contains("*") || isKey || WITHOUT_RESOURCE.contains(action);
          boolean isBelow = resource.matches("arn:aws:(s3:::[^*]+/|logs:[^*]+:)\\*(:\\*)?");
          if (!isExact && !isBelow) {
            problem.accept(at + action + " on " + resource);
          }
        }
      }
      JsonNode principal = statement.path("Principal");
      if (principal.asText().equals("*") || principal.path("AWS").asText().equals("*")) {
        problem.accept(at + "is for everyone");
      }
      if (statement.has("NotAction") || statement.has("NotResource")) {
        problem.accept(at + "says only what is not allowed");
      }
    }
  }

  static void signIn(Deployed template, Consumer<String> problem) {
    JsonNode client = template.properties("UserPoolClient");
    String at = "UserPoolClient: ";
    expect(client, "/GenerateSecret", "false", at, problem);
    expect(client, "/PreventUserExistenceErrors", "ENABLED", at, problem);
    expect(client, "/EnableTokenRevocation", "true", at, problem);
    if (!texts(client.path("AllowedOAuthFlows")).equals(List.of("code"))) {
      problem.accept(at + "AllowedOAuthFlows has more than the code flow");
    }
    if (client.has("ExplicitAuthFlows")) {
      problem.accept(at + "passwords are for the login page alone");
    }
    for (String urls : List.of("CallbackURLs", "LogoutURLs")) {
      String page = template.output("Web").asText() + "/";
      if (!page.startsWith("https://") || !texts(client.path(urls)).equals(List.of(page))) {
        problem.accept(at + urls + " has more than the page");
      }
    }
    JsonNode pool = template.properties("UserPool");
    expect(pool, "/AdminCreateUserConfig/AllowAdminCreateUserOnly", "true", "UserPool: ", problem);
    between(pool.at("/Policies/PasswordPolicy"), "MinimumLength", 12, 99, "UserPool: ", problem);
    List<String> groups =
        template.all("AWS::Cognito::UserPoolGroup").values().stream()
            .map(group -> group.at("/Properties/GroupName").asText())
            .toList();
    if (!groups.containsAll(List.of("finance", "operators"))) {
      problem.accept("UserPool: its groups are " + groups);
    }
  }

  static void page(Deployed template, Consumer<String> problem) {
    JsonNode distribution = template.properties("Distribution").path("DistributionConfig");
    String at = "Distribution: ";
    expect(distribution, "/Origins/0/OriginAccessControlId", "WebAccess", at, problem);
    JsonNode behavior = distribution.path("DefaultCacheBehavior");
    expect(behavior, "/ViewerProtocolPolicy", "redirect-to-https", at, problem);
    expect(behavior, "/ResponseHeadersPolicyId", "WebHeaders", at, problem);
    expect(behavior, "/CachePolicyId", "WebCaching", at, problem);
    expect(behavior, "/FunctionAssociations/0/EventType", "viewer-request", at, problem);
    JsonNode access = template.properties("WebAccess").path("OriginAccessControlConfig");
    expect(access, "/SigningBehavior", "always", "WebAccess: ", problem);
    JsonNode read = statement(template.properties("WebBucketPolicy"), "LetTheDistributionRead");
    expect(read, "/Action", "s3:GetObject", "WebBucketPolicy: ", problem);
    if (!read.at("/Condition/StringEquals/aws:SourceArn")
        .asText()
        .endsWith("/outlay-Distribution")) {
      problem.accept("WebBucketPolicy: any distribution may read the bucket");
    }
    JsonNode config = template.properties("WebHeaders").path("ResponseHeadersPolicyConfig");
    Map<String, String> sent = headers(config);
    Map<String, String> wanted =
        new TreeMap<>(
            SecurityHeaders.of(
                List.of(
                    URI.create("https://api.execute-api.eu-central-2.amazonaws.com"),
                    URI.create(template.output("LoginDomain").asText()))));
    wanted.replaceAll((name, value) -> value.replace("https://api.execute", "https://*.execute"));
    if (!sent.equals(wanted)) {
      problem.accept("WebHeaders: sends " + sent + ", and ./run " + wanted);
    }
    between(
        config.at("/SecurityHeadersConfig/StrictTransportSecurity"),
        "AccessControlMaxAgeSec",
        31_536_000,
        Integer.MAX_VALUE,
        "WebHeaders: ",
        problem);
  }

  private static Map<String, String> headers(JsonNode config) {
    JsonNode security = config.path("SecurityHeadersConfig");
    Map<String, String> headers = new TreeMap<>();
    put(
        headers,
        "content-security-policy",
        security.at("/ContentSecurityPolicy/ContentSecurityPolicy").asText());
    put(headers, "x-content-type-options", security.has("ContentTypeOptions") ? "nosniff" : "");
    put(headers, "x-frame-options", security.at("/FrameOptions/FrameOption").asText());
    put(headers, "referrer-policy", security.at("/ReferrerPolicy/ReferrerPolicy").asText());
    for (JsonNode item : config.at("/CustomHeadersConfig/Items")) {
      put(headers, item.path("Header").asText(), item.path("Value").asText());
    }
    return headers;
  }

  private static void put(Map<String, String> headers, String name, String value) {
    if (!value.isEmpty()) {
      headers.put(name, value);
    }
  }

  static void cost(Deployed template, Consumer<String> problem) {
    JsonNode settings = template.properties("Api").path("DefaultRouteSettings");
    between(settings, "ThrottlingRateLimit", 1, 1000, "Api: ", problem);
    between(settings, "ThrottlingBurstLimit", 1, 5000, "Api: ", problem);
    JsonNode budget = template.properties("CostBudget");
    expect(budget, "/Budget/TimeUnit", "MONTHLY", "CostBudget: ", problem);
    if (budget.at("/Budget/BudgetLimit/Amount").asInt() < 1) {
      problem.accept("CostBudget: has no limit");
    }
    List<String> kinds =
        budget.path("NotificationsWithSubscribers").findValuesAsText("NotificationType");
    if (!kinds.containsAll(List.of("ACTUAL", "FORECASTED"))) {
      problem.accept("CostBudget: nobody is told before the limit");
    }
  }
}
