package outlay.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static final Locals LOCALS =
      new Locals(
          URI.create("http://127.0.0.1:1"),
          URI.create("http://127.0.0.1:4"),
          "http://127.0.0.1:3/i");

  private static Blueprint blueprint(String yaml, Map<String, String> parameters) {
    return Template.of(yaml).blueprint(parameters, LOCALS);
  }

  private static List<String> problems(String yaml) {
    TemplateRefused refused =
        catchThrowableOfType(TemplateRefused.class, () -> blueprint(yaml, Map.of()));
    return refused.problems();
  }

  /** The value of an output, in a template that has a queue Jobs, a mapping, and conditions. */
  private static String output(String value) {
    String yaml =
        """
        Parameters:
          Stage: {Type: String, Default: dev}
          Levels: {Type: CommaDelimitedList, Default: "80, 100"}
        Mappings:
          Sizes:
            dev: {Small: s, Large: l}
        Conditions:
          IsProd: !Equals [!Ref Stage, prod]
          IsDev: !Not [{Condition: IsProd}]
          Either: !Or [!Condition IsProd, !Condition IsDev]
          Both: !And [!Condition IsProd, !Condition IsDev]
        Resources:
          Jobs: {Type: AWS::SQS::Queue}
        Outputs:
          It:
            Value: %s
        """
            .formatted(value);
    return blueprint(yaml, Map.of()).outputs().getOrDefault("It", "");
  }

  @Test
  void intrinsics_areComputed() {
    assertThat(output("!Ref Stage")).isEqualTo("dev");
    assertThat(output("!Ref Jobs")).isEqualTo("http://127.0.0.1:4/000000000000/outlay-Jobs");
    assertThat(output("!GetAtt Jobs.Arn"))
        .isEqualTo("arn:aws:sqs:eu-central-2:000000000000:outlay-Jobs");
    assertThat(output("{Fn::GetAtt: [Jobs, QueueName]}")).isEqualTo("outlay-Jobs");
    assertThat(output("!Sub '${Stage}/${Jobs.QueueName}/${!Kept}/${AWS::Region}'"))
        .isEqualTo("dev/outlay-Jobs/${Kept}/eu-central-2");
    assertThat(output("!Sub ['${a}-${Stage}', {a: !GetAtt Jobs.QueueName}]"))
        .isEqualTo("outlay-Jobs-dev");
    assertThat(output("!Join ['+', !Ref Levels]")).isEqualTo("80+100");
    assertThat(output("!Select [1, !Split ['-', 'a-b-c']]")).isEqualTo("b");
    assertThat(output("!FindInMap [Sizes, !Ref Stage, Large]")).isEqualTo("l");
    assertThat(output("!If [IsProd, p, d]")).isEqualTo("d");
    assertThat(output("!If [Either, !If [Both, b, e], n]")).isEqualTo("e");
    assertThat(output("{Fn::Base64: hi}")).isEqualTo("aGk=");
    assertThat(output("!Select [1, !GetAZs '']")).isEqualTo("eu-central-2b");
  }

  @Test
  void condition_false_leavesResourceAndPropertyOut() {
    Blueprint blueprint =
        blueprint(
            """
            Conditions:
              Never: !Equals [a, b]
            Resources:
              Absent: {Type: AWS::Kinesis::Stream, Condition: Never}
              Jobs:
                Type: AWS::SQS::Queue
                Properties:
                  VisibilityTimeout: !If [Never, 5, !Ref AWS::NoValue]
            """,
            Map.of());

    assertThat(blueprint.queues()).hasSize(1);
    assertThat(blueprint.queues().get(0).visibilityTimeout()).hasSeconds(30);
  }

  @Test
  void globals_areMerged() {
    Blueprint blueprint =
        blueprint(
            """
            Globals:
              Function:
                Timeout: 7
                MemorySize: 256
                Environment: {Variables: {A: global, B: global}}
            Resources:
              Work:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: work.jar
                  Handler: a.B::c
                  MemorySize: 512
                  Environment: {Variables: {B: own}}
            """,
            Map.of());

    Blueprint.Function function = blueprint.functions().get(0);
    assertThat(function.timeout()).hasSeconds(7);
    assertThat(function.memoryMb()).isEqualTo(512);
    assertThat(function.environment()).isEqualTo(Map.of("A", "global", "B", "own"));
  }

  @Test
  void whatIsNotUnderstood_isRefusedByNameAllAtOnce() {
    assertThat(
            problems(
                """
                Resources:
                  Clicks: {Type: AWS::Kinesis::Stream}
                  Expenses:
                    Type: AWS::DynamoDB::Table
                    Properties:
                      Foo: 1
                      BillingMode: PROVISIONED
                      KeySchema: {AttributeName: id}
                      StreamSpecification: {StreamViewType: NEW_IMAGE, Bar: 2}
                  Jobs:
                    Type: AWS::SQS::Queue
                    Properties:
                      VisibilityTimeout: soon
                  Work:
                    Type: AWS::Serverless::Function
                    Properties:
                      CodeUri: work.jar
                      Handler: a.B::c
                      Events:
                        Tick: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
                """))
        .containsExactly(
            "Clicks: AWS::Kinesis::Stream is not understood, and cannot be run here",
            "Expenses.Properties.Foo: not understood; it would be ignored here and may change what"
                + " AWS does",
            "Expenses.Properties.BillingMode: \"PROVISIONED\" is not understood here, only"
                + " PAY_PER_REQUEST",
            "Expenses.Properties.KeySchema: needs a list and got {\"AttributeName\":\"id\"}",
            "Expenses.Properties.StreamSpecification.Bar: not understood; it would be ignored here"
                + " and may change what AWS does",
            "Jobs.Properties.VisibilityTimeout: needs a value of type integer and got \"soon\"",
            "Work.Properties.Events.Tick: the event type 'Schedule' is not understood");
  }

  @Test
  void whatCannotBeResolved_isNamedWithItsPath() {
    assertThat(
            problems(
                """
                Resources:
                  Logs: {Type: AWS::Logs::LogGroup}
                  Role:
                    Type: AWS::IAM::Role
                    Properties:
                      Statement: [{Resource: !GetAtt Gone.Arn}, {Resource: !GetAtt Logs.Colour}]
                  Jobs:
                    Type: AWS::SQS::Queue
                    DependsOn: Nobody
                    Properties:
                      DelaySeconds: !Ref Delay
                      VisibilityTimeout: !ImportValue other
                """))
        .containsExactly(
            "Role.Properties.Statement[0].Resource: GetAtt Gone.Arn: there is no such resource or"
                + " parameter",
            "Role.Properties.Statement[1].Resource: GetAtt Logs.Colour: no such attribute is known"
                + " here",
            "Jobs.DependsOn: there is no resource Nobody",
            "Jobs.Properties.DelaySeconds: Ref Delay: there is no such resource or parameter",
            "Jobs.Properties.VisibilityTimeout: Fn::ImportValue is not understood");
  }

  @Test
  void parameters_areChecked() {
    String yaml =
        """
        Parameters:
          Stage: {Type: String, AllowedValues: [dev, prod]}
          Limit: {Type: Number, MinValue: 1, Default: 5}
          Code: {Type: String, AllowedPattern: "[A-Z]{3}", Default: INR}
          Needed: {Type: String}
        Resources: {}
        """;

    TemplateRefused refused =
        catchThrowableOfType(
            TemplateRefused.class,
            () ->
                blueprint(
                    yaml, Map.of("Stage", "test", "Limit", "0", "Code", "inr", "Other", "1")));

    assertThat(refused.problems())
        .containsExactlyInAnyOrder(
            "Parameters.Other: no such parameter",
            "Parameters.Stage: 'test' is none of [\"dev\",\"prod\"]",
            "Parameters.Limit: 0 is below 1",
            "Parameters.Code: 'inr' does not match [A-Z]{3}",
            "Parameters.Needed: needs a value: --parameter Needed=…");
  }

  @Test
  void yaml_thatCloudFormationReadsOtherwise_isRefused() {
    assertThat(problems("Resources: {}\nResources: {}\n"))
        .containsExactly("line 2: the key Resources stands twice");
    assertThat(problems("Metadata: {Flag: off}\nResources: {}\n"))
        .containsExactly("line 1: CloudFormation takes off for a boolean; quote it");
    assertThat(problems("Resources: [\n").get(0)).startsWith("not YAML");
  }

  @Test
  void stream_ofATableWithoutOne_isRefused() {
    assertThat(
            problems(
                """
                Resources:
                  Things:
                    Type: AWS::DynamoDB::Table
                    Properties:
                      BillingMode: PAY_PER_REQUEST
                      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                      KeySchema: [{AttributeName: id, KeyType: HASH}]
                  Work:
                    Type: AWS::Serverless::Function
                    Properties:
                      CodeUri: work.jar
                      Handler: a.B::c
                      Events:
                        Changes:
                          Type: DynamoDB
                          Properties:
                            Stream: !GetAtt Things.StreamArn
                            StartingPosition: LATEST
                """))
        .singleElement()
        .asString()
        .startsWith("Work.Properties.Events.Changes.Properties.Stream: ")
        .endsWith(" is no stream of a table in this template");
  }

  @Test
  void bucketAndDatabase_areNamed() {
    Blueprint blueprint =
        blueprint(
            """
            Resources:
              Reports:
                Type: AWS::S3::Bucket
                Properties:
                  VersioningConfiguration: {Status: Enabled}
              Database:
                Type: AWS::RDS::DBCluster
                Properties:
                  Engine: aurora-mysql
                  EngineMode: provisioned
                  DatabaseName: outlay
                  EnableHttpEndpoint: true
                  ManageMasterUserPassword: true
                  DBSubnetGroupName: !Ref Subnets
              DatabaseInstance:
                Type: AWS::RDS::DBInstance
                Properties: {DBClusterIdentifier: !Ref Database}
              Subnets: {Type: AWS::RDS::DBSubnetGroup}
              Worker: {Type: AWS::SecretsManager::Secret}
            Outputs:
              Bucket: {Value: !Ref Reports}
              Objects: {Value: !Sub "${Reports.Arn}/*"}
              Database: {Value: !GetAtt Database.DBClusterArn}
              Secret: {Value: !GetAtt Database.MasterUserSecret.SecretArn}
            """,
            Map.of());

    assertThat(blueprint.buckets())
        .containsExactly(new Blueprint.Bucket("Reports", "outlay-reports"));
    assertThat(blueprint.database())
        .contains(
            new Blueprint.Database(
                "Database",
                "arn:aws:rds:eu-central-2:000000000000:cluster:outlay-database",
                List.of(
                    "arn:aws:secretsmanager:eu-central-2:000000000000:secret:"
                        + "rds!cluster-outlay-database",
                    "arn:aws:secretsmanager:eu-central-2:000000000000:secret:outlay-Worker"),
                Optional.of("outlay")));
    assertThat(blueprint.outputs())
        .containsEntry("Bucket", "outlay-reports")
        .containsEntry("Objects", "arn:aws:s3:::outlay-reports/*")
        .containsEntry("Database", blueprint.database().orElseThrow().arn())
        .containsEntry("Secret", blueprint.database().orElseThrow().secretArns().get(0));
  }

  @Test
  void database_thatTheDataApiCannotReach_isRefused() {
    assertThat(
            problems(
                """
                Resources:
                  Database:
                    Type: AWS::RDS::DBCluster
                    Properties: {Engine: aurora-mysql, ManageMasterUserPassword: true}
                  Other:
                    Type: AWS::RDS::DBCluster
                    Properties:
                      Engine: aurora-mysql
                      EnableHttpEndpoint: true
                      ManageMasterUserPassword: true
                """))
        .anyMatch(problem -> problem.contains("EnableHttpEndpoint"))
        .anyMatch(problem -> problem.contains("is a second database cluster"));
  }
}
