package outlay.local.edge;

import java.util.Map;

/** Actions of EventBridge Scheduler's API, which tells them by method and path. */
final class SchedulerActions {
  private static final Map<String, String> ACTIONS =
      Map.of(
          "GET schedules", "ListSchedules",
          "GET schedules/", "GetSchedule",
          "POST schedules/", "CreateSchedule",
          "PUT schedules/", "UpdateSchedule",
          "DELETE schedules/", "DeleteSchedule",
          "GET schedule-groups", "ListScheduleGroups",
          "GET schedule-groups/", "GetScheduleGroup");

  private SchedulerActions() {}

  /** {@code GetSchedule}; of an action that is not known here, the method. */
  static String of(Request request) {
    String[] path = request.uri().getRawPath().split("/", -1);
    String collection = path.length > 1 ? path[1] : "";
    boolean one = path.length > 2 && !path[2].isEmpty();
    return ACTIONS.getOrDefault(
        request.method() + " " + collection + (one ? "/" : ""), request.method());
  }
}
