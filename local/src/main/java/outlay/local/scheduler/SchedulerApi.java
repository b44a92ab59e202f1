package outlay.local.scheduler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import outlay.local.edge.Answer;
import outlay.local.edge.Backend;
import outlay.local.edge.Call;
import outlay.local.edge.Errors;
import outlay.local.edge.Request;

/**
 * The <a href="https://docs.aws.amazon.com/scheduler/latest/APIReference/Welcome.html">scheduler's
 * API</a> for schedules; groups can be listed and read. Lists come on one page.
 */
public final class SchedulerApi implements Backend {
  private final Scheduler scheduler;

  public SchedulerApi(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public Answer answer(Call call) throws IOException {
    try {
      ObjectNode result = result(call.request());
      return Answer.of(200, "application/json", result.toString());
    } catch (Refusal e) {
      return Errors.json(e.status(), e.code(), e.explanation());
    } catch (JsonProcessingException notJson) {
      return Errors.json(400, "SerializationException", "The request is not JSON.");
    }
  }

  private ObjectNode result(Request request) throws IOException {
    String[] path = request.uri().getRawPath().split("/", -1);
    String collection = path.length > 1 ? path[1] : "";
    String name = path.length > 2 ? URLDecoder.decode(path[2], StandardCharsets.UTF_8) : "";
    Map<String, String> query = request.form();
    String group = query.getOrDefault("groupName", "default");
    String operation = request.method() + " " + collection + (name.isEmpty() ? "" : "/NAME");
    return switch (operation) {
      case "POST schedules/NAME" -> created(scheduler.create(definition(request, name)));
      case "PUT schedules/NAME" -> created(scheduler.update(definition(request, name)));
      case "GET schedules/NAME" -> described(scheduler.get(group, name));
      case "DELETE schedules/NAME" -> {
        scheduler.delete(group, name);
        yield Schedule.JSON.createObjectNode();
      }
      case "GET schedules" -> list(query);
      case "GET schedule-groups" -> listGroups(query);
      case "GET schedule-groups/NAME" -> group(name);
      default ->
          throw Refusal.notFound(
              operation
                  + " of the scheduler's API is not provided locally: schedule groups are"
                  + " those of the template.");
    };
  }

  private static ObjectNode definition(Request request, String name) throws IOException {
    JsonNode body = Schedule.JSON.readTree(request.body());
    if (!(body instanceof ObjectNode definition)) {
      throw Refusal.invalid("The request is not a JSON object.");
    }
    return definition.put("Name", name);
  }

  private ObjectNode created(Schedule schedule) {
    return Schedule.JSON.createObjectNode().put("ScheduleArn", scheduler.arn(schedule));
  }

  private ObjectNode described(Schedule schedule) {
    ObjectNode json = schedule.definition().deepCopy();
    return json.put("Arn", scheduler.arn(schedule))
        .put("GroupName", schedule.group())
        .put("ScheduleExpressionTimezone", schedule.zone())
        .put("State", schedule.isEnabled() ? "ENABLED" : "DISABLED")
        .put("CreationDate", seconds(schedule.created()))
        .put("LastModificationDate", seconds(schedule.modified()));
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }

  private ObjectNode list(Map<String, String> query) {
    ObjectNode result = Schedule.JSON.createObjectNode();
    ArrayNode list = result.putArray("Schedules");
    String state = query.getOrDefault("State", "");
    String group = query.getOrDefault("ScheduleGroup", "");
    scheduler.all().stream()
        .filter(each -> group.isEmpty() || each.group().equals(group))
        .filter(each -> each.name().startsWith(query.getOrDefault("NamePrefix", "")))
        .filter(each -> state.isEmpty() || each.isEnabled() == state.equals("ENABLED"))
        .map(this::summary)
        .forEach(list::add);
    return result;
  }

  private ObjectNode summary(Schedule schedule) {
    ObjectNode json = Schedule.JSON.createObjectNode();
    json.put("Arn", scheduler.arn(schedule))
        .put("GroupName", schedule.group())
        .put("Name", schedule.name())
        .put("State", schedule.isEnabled() ? "ENABLED" : "DISABLED")
        .put("CreationDate", seconds(schedule.created()))
        .put("LastModificationDate", seconds(schedule.modified()))
        .putObject("Target")
        .put("Arn", schedule.targetArn());
    return json;
  }

  private ObjectNode listGroups(Map<String, String> query) {
    ObjectNode result = Schedule.JSON.createObjectNode();
    ArrayNode list = result.putArray("ScheduleGroups");
    scheduler.groups().stream()
        .filter(name -> name.startsWith(query.getOrDefault("NamePrefix", "")))
        .forEach(name -> list.add(group(name)));
    return result;
  }

  private ObjectNode group(String name) {
    scheduler.requireGroup(name);
    return Schedule.JSON
        .createObjectNode()
        .put("Arn", scheduler.groupArn(name))
        .put("Name", name)
        .put("State", "ACTIVE");
  }
}
