package outlay.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a template says about events. */
class EventTemplateTest {
  private static final Locals LOCALS =
      new Locals(
          URI.create("http://127.0.0.1:1"),
          URI.create("http://127.0.0.1:4"),
          "http://127.0.0.1:3/i");
  private static final String STEPS = "arn:aws:sqs:eu-central-2:000000000000:outlay-Steps";
  private static final String LOST = "arn:aws:sqs:eu-central-2:000000000000:outlay-Lost";
  private static final EventBlueprint.Retry NO_RETRY =
      new EventBlueprint.Retry(Optional.empty(), Optional.empty());

  private static final String YAML =
      """
      Resources:
        Steps:
          Type: AWS::SQS::Queue
          Properties: {VisibilityTimeout: 360}
        Lost: {Type: AWS::SQS::Queue}
        Operators: {Type: AWS::SNS::Topic}
        Backup:
          Type: AWS::Serverless::Function
          Properties:
            CodeUri: a.jar
            Handler: a.B::c
            Timeout: 60
            EventInvokeConfig:
              MaximumRetryAttempts: 1
              MaximumEventAgeInSeconds: 3600
              DestinationConfig:
                OnFailure: {Type: SQS, Destination: !GetAtt Lost.Arn}
            Events:
              Steps:
                Type: SQS
                Properties:
                  Queue: !GetAtt Steps.Arn
                  BatchSize: 1
                  ScalingConfig: {MaximumConcurrency: 4}
                  FunctionResponseTypes: [ReportBatchItemFailures]
              Nightly:
                Type: ScheduleV2
                Properties:
                  OmitName: true
                  GroupName: !Ref Jobs
                  ScheduleExpression: cron(30 1 * * ? *)
                  ScheduleExpressionTimezone: Asia/Kolkata
                  FlexibleTimeWindow: {Mode: "OFF"}
                  StartDate: 2026-01-01T00:00:00Z
                  Input: '{"scheduledFor": "<aws.scheduler.scheduled-time>"}'
                  RetryPolicy: {MaximumRetryAttempts: 5}
                  DeadLetterConfig: {Arn: !GetAtt Lost.Arn}
        Jobs: {Type: AWS::Scheduler::ScheduleGroup}
        Hourly:
          Type: AWS::Scheduler::Schedule
          Properties:
            ScheduleExpression: rate(1 hour)
            FlexibleTimeWindow: {Mode: "OFF"}
            State: DISABLED
            Target: {Arn: !GetAtt Steps.Arn, RoleArn: !GetAtt Role.Arn}
        Role: {Type: AWS::IAM::Role}
        Bus:
          Type: AWS::Events::EventBus
          Properties: {Name: outlay}
        OnReport:
          Type: AWS::Events::Rule
          Properties:
            EventBusName: !Ref Bus
            EventPattern: {source: [outlay.report]}
            Targets:
              - Id: Operators
                Arn: !Ref Operators
                InputTransformer:
                  InputPathsMap: {month: $.detail.month}
                  InputTemplate: '"Report for <month>"'
                DeadLetterConfig: {Arn: !GetAtt Lost.Arn}
        Archive: {Type: AWS::Events::Archive, Properties: {SourceArn: !GetAtt Bus.Arn}}
        BusPolicy: {Type: AWS::Events::EventBusPolicy}
        Key: {Type: AWS::KMS::Key}
        KeyName: {Type: AWS::KMS::Alias, Properties: {TargetKeyId: !GetAtt Key.Arn}}
      """;

  private static Blueprint blueprint(String yaml) {
    return Template.of(yaml).blueprint(Map.of(), LOCALS);
  }

  private static List<String> problems(String yaml) {
    return catchThrowableOfType(TemplateRefused.class, () -> blueprint(yaml)).problems();
  }

  @Test
  void queueMapping_isRead() {
    assertThat(blueprint(YAML).events().queueMappings())
        .containsExactly(
            new EventBlueprint.QueueMapping(
                "Backup-Steps",
                "Backup",
                "outlay-Steps",
                STEPS,
                Duration.ofMinutes(6),
                List.of(),
                1,
                Duration.ZERO,
                true,
                Optional.of(4)));
  }

  @Test
  void queueMapping_switchedOff_isNone() {
    String off = YAML.replace("BatchSize: 1\n", "Enabled: false\n");

    assertThat(blueprint(off).events().queueMappings()).isEmpty();
  }

  @Test
  void eventInvoke_isReadForEachFunction() {
    assertThat(blueprint(YAML).events().eventInvokes())
        .containsExactly(
            new EventBlueprint.EventInvoke(
                "Backup",
                1,
                Duration.ofHours(1),
                Optional.of("http://127.0.0.1:4/000000000000/outlay-Lost")));
  }

  @Test
  void schedules_areReadFromFunctionsAndResources() {
    EventBlueprint events = blueprint(YAML).events();

    assertThat(events.scheduleGroups()).containsExactly("outlay-Jobs");
    assertThat(events.schedules())
        .containsExactly(
            new EventBlueprint.Schedule(
                "outlay-BackupNightly",
                "outlay-Jobs",
                "",
                "cron(30 1 * * ? *)",
                "Asia/Kolkata",
                Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                Optional.empty(),
                true,
                "arn:aws:lambda:eu-central-2:000000000000:function:Backup",
                Optional.empty(),
                Optional.of("{\"scheduledFor\": \"<aws.scheduler.scheduled-time>\"}"),
                new EventBlueprint.Retry(Optional.of(5), Optional.empty()),
                Optional.of(LOST)),
            new EventBlueprint.Schedule(
                "outlay-Hourly",
                "default",
                "",
                "rate(1 hour)",
                "UTC",
                Optional.empty(),
                Optional.empty(),
                false,
                STEPS,
                Optional.of("arn:aws:iam::000000000000:role/outlay-Role"),
                Optional.empty(),
                NO_RETRY,
                Optional.empty()));
  }

  @Test
  void rules_areRead() {
    EventBlueprint events = blueprint(YAML).events();

    assertThat(events.buses()).containsExactly("outlay-Bus");
    assertThat(events.rules())
        .containsExactly(
            new EventBlueprint.Rule(
                "OnReport",
                "outlay-OnReport",
                "arn:aws:events:eu-central-2:000000000000:rule/outlay-Bus/outlay-OnReport",
                "outlay-Bus",
                "{\"source\":[\"outlay.report\"]}",
                true,
                "",
                List.of(
                    new EventBlueprint.RuleTarget(
                        "Operators",
                        "arn:aws:sns:eu-central-2:000000000000:outlay-Operators",
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("month", "$.detail.month"),
                        Optional.of("\"Report for <month>\""),
                        NO_RETRY,
                        Optional.of(LOST)))));
    assertThat(blueprint(YAML).notSimulated())
        .contains("1 event archives", "2 encryption keys", "1 policies");
  }

  @Test
  void whatLeadsNowhereOrIsOutOfRange_isRefusedByName() {
    String wrong =
        YAML.replace("Queue: !GetAtt Steps.Arn", "Queue: arn:nobody")
            .replace("MaximumRetryAttempts: 1", "MaximumRetryAttempts: 3")
            .replace("GroupName: !Ref Jobs", "GroupName: nobody")
            .replace("EventBusName: !Ref Bus", "EventBusName: nobody")
            .replace("Arn: !Ref Operators", "Arn: arn:nobody")
            .replace("MaximumRetryAttempts: 5", "MaximumRetryAttempts: 186");

    assertThat(problems(wrong))
        .containsExactlyInAnyOrder(
            "Backup.Properties.Events.Steps.Properties.Queue: arn:nobody is no queue of this"
                + " template",
            "Backup.Properties.EventInvokeConfig.MaximumRetryAttempts: must be 0 to 2",
            "Backup.Properties.Events.Nightly.Properties.GroupName: nobody is no schedule group of"
                + " this template",
            "Backup.Properties.Events.Nightly.Properties.RetryPolicy.MaximumRetryAttempts: must be"
                + " 0 to 185",
            "OnReport.Properties.EventBusName: nobody is no bus of this template",
            "OnReport.Properties.Targets[0].Arn: arn:nobody is no queue, topic, or function of"
                + " this template");
  }

  @Test
  void whatIsNotProvided_isRefusedByName() {
    assertThat(problems(YAML.replace("OnFailure: {Type", "OnSuccess: {Type")))
        .anyMatch(problem -> problem.contains("OnSuccess: not understood"));
    assertThat(problems(YAML.replace("Mode: \"OFF\"", "Mode: FLEXIBLE"))).hasSize(2);
    assertThat(problems(YAML.replace("VisibilityTimeout: 360", "VisibilityTimeout: 30")))
        .singleElement()
        .asString()
        .contains("shorter than the function's time-out");
    assertThat(problems(YAML.replace("BatchSize: 1\n", "BatchSize: 100\n")))
        .singleElement()
        .asString()
        .contains("with a window");
  }
}
