package outlay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Rules on the template as a whole. */
final class StructureRules {
  /** Computed from others, or uploaded again: gone with any stack. */
  private static final Set<String> DERIVED = Set.of("OrganizationTable", "WebBucket");

  private static final Pattern SUFFIX_OF_SAM =
      Pattern.compile("\\.(Alias|Version)\"|\\$\\{\\w+\\.(Alias|Version)}");

  private StructureRules() {}

  static void references(Deployed template, Consumer<String> problem) {
    template.unresolved().forEach(problem);
  }

  /**
   * The language extensions come first, and know only what is written.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-languageextensions.html">AWS::LanguageExtensions</a>
   */
  static void madeBySam(Deployed template, Consumer<String> problem) {
    for (Map.Entry<String, JsonNode> resource : template.written().path("Resources").properties()) {
      if (SUFFIX_OF_SAM.matcher(resource.getValue().toString()).find()) {
        problem.accept(resource.getKey() + " refers to an alias or version that SAM will make");
      }
    }
  }

  /**
   * SAM calls the mapping of an event by function and event: {@code Backup} + {@code TakeSteps}.
   */
  static void names(Deployed template, Consumer<String> problem) {
    for (Map.Entry<String, JsonNode> function : template.functions().entrySet()) {
      function
          .getValue()
          .path("Properties")
          .path("Events")
          .fieldNames()
          .forEachRemaining(
              event -> {
                String made = function.getKey() + event;
                if (template.resources().containsKey(made)) {
                  problem.accept(made + " is also what SAM calls an event of " + function.getKey());
                }
              });
    }
  }

  static void retention(Deployed template, Consumer<String> problem) {
    String kept = template.isProduction() ? "Retain" : "Delete";
    for (Map.Entry<String, JsonNode> each : template.resources().entrySet()) {
      String type = each.getValue().path("Type").asText();
      String wanted =
          switch (type) {
            case "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool" ->
                DERIVED.contains(each.getKey()) ? "Delete" : kept;
            case "AWS::RDS::DBCluster" -> template.isProduction() ? "Snapshot" : "Delete";
            default -> "Delete";
          };
      for (String policy : List.of("DeletionPolicy", "UpdateReplacePolicy")) {
        String is = each.getValue().path(policy).asText("Delete");
        if (!is.equals(wanted)) {
          problem.accept(each.getKey() + ": " + policy + " is " + is + ", not " + wanted);
        }
      }
      JsonNode properties = each.getValue().path("Properties");
      String protection =
          switch (type) {
            case "AWS::DynamoDB::Table" ->
                DERIVED.contains(each.getKey()) ? "" : "DeletionProtectionEnabled";
            case "AWS::RDS::DBCluster", "AWS::Cognito::UserPool" -> "DeletionProtection";
            default -> "";
          };
      if (!protection.isEmpty()
          && isOn(properties.path(protection).asText()) != template.isProduction()) {
        problem.accept(each.getKey() + ": " + protection + " must be that of the stage");
      }
    }
  }

  private static boolean isOn(String protection) {
    return protection.equals("true") || protection.equals("ACTIVE");
  }

  static void outputs(Deployed template, Consumer<String> problem) {
    for (String name :
        List.of(
            "Api",
            "Web",
            "WebBucket",
            "Distribution",
            "LoginDomain",
            "Region",
            "UserPoolClient",
            "DefaultCurrency",
            "DatabaseArn",
            "DatabaseSecretArn",
            "DatabaseMasterSecretArn")) {
      if (template.output(name).asText().isEmpty()) {
        problem.accept("Outputs." + name + " is missing");
      }
    }
  }
}
