package outlay.local.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What must hold of {@code template.yaml} on AWS, and no linter sees. */
enum Invariant {
  EVERY_REFERENCE_RESOLVES(StructureRules::references),
  NOTHING_REFERS_TO_WHAT_SAM_MAKES(StructureRules::madeBySam),
  NO_NAME_IS_ONE_THAT_SAM_MAKES(StructureRules::names),
  PRODUCTION_RETAINS_AND_DEVELOPMENT_KEEPS_NOTHING(StructureRules::retention),
  OUTPUTS_ARE_WHAT_DEPLOY_NEEDS(StructureRules::outputs),

  FUNCTIONS_RUN_AS_MEASURED(FunctionRules::runtime),
  VERSIONS_FOLLOW_EVERY_CHANGE(FunctionRules::versions),
  EACH_FUNCTION_HAS_ITS_OWN_LOG(FunctionRules::logs),
  EVERY_VARIABLE_THAT_A_HANDLER_READS_IS_SET(FunctionRules::environment),
  STREAM_MAPPINGS_LOSE_NOTHING(FunctionRules::streams),
  FILTERS_MATCH_WHAT_THEY_SHOULD(FunctionRules::filters),
  QUEUE_MAPPINGS_GIVE_FUNCTIONS_TIME(FunctionRules::queues),
  ASYNCHRONOUS_FAILURES_ARE_KEPT(FunctionRules::asynchronous),
  SCHEDULES_FIRE_EVERY_DAY_OF_THE_YEAR(FunctionRules::schedules),
  EVERY_ROUTE_IS_GUARDED(FunctionRules::routes),

  TABLES_ARE_SAFE_AND_BOUNDED(DataRules::tables),
  BUCKETS_ARE_CLOSED(DataRules::buckets),
  REPORTS_ARE_REALLY_ARCHIVED(DataRules::archive),
  QUEUES_ARE_ENCRYPTED_AND_KEEP_FAILURES(DataRules::queues),
  THE_DATABASE_PAUSES_AND_ANSWERS_THE_DATA_API(DataRules::database),
  JOBS_ARE_A_LESSER_USER_OF_THE_DATABASE(DataRules::databaseUser),
  EVENTS_GO_BY_THE_OWN_BUS(DataRules::bus),
  OPERATORS_CAN_BE_TOLD(DataRules::operatorsTopic),
  NO_POLICY_HAS_A_WILDCARD(DataRules::wildcards),
  SIGN_IN_IS_FOR_THE_PAGE_ALONE(DataRules::signIn),
  THE_PAGE_IS_BEHIND_CLOUDFRONT_ALONE(DataRules::page),
  COST_IS_BOUNDED(DataRules::cost),

  ALARMS_REACH_OPERATORS_WITH_A_RUNBOOK(AlarmRules::actions),
  METRICS_ARE_DOCUMENTED(AlarmRules::metrics),
  EVERY_FAILURE_QUEUE_HAS_AN_ALARM(AlarmRules::queues),
  EVERY_FUNCTION_HAS_ITS_ALARMS(AlarmRules::functions),
  EVERY_TABLE_HAS_A_THROTTLE_ALARM(AlarmRules::tables),
  THE_API_HAS_ITS_ALARMS(AlarmRules::api),
  WHAT_DOES_NOT_HAPPEN_RAISES_AN_ALARM(AlarmRules::absence),
  WHAT_IS_DROPPED_RAISES_AN_ALARM(AlarmRules::drops),
  THE_DASHBOARD_SHOWS_EVERY_ALARM(AlarmRules::dashboard);

  @SuppressWarnings("ImmutableEnumChecker") // Methods without state, all of them.
  private final BiConsumer<Deployed, Consumer<String>> rule;

  Invariant(BiConsumer<Deployed, Consumer<String>> rule) {
    this.rule = rule;
  }

  /** Where the template breaks it, each with the name of the resource first. */
  List<String> violations(Deployed template) {
    List<String> violations = new ArrayList<>();
    rule.accept(template, violations::add);
    return violations;
  }
}
