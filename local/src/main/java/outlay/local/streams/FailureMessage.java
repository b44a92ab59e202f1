package outlay.local.streams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * What an on-failure queue gets: where the records are, not the records. See the <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html#dynamodb-on-failure-destination-console">message's
 * shape</a>.
 */
final class FailureMessage {
  private FailureMessage() {}

  static String of(Mapping mapping, String shard, Range range, String condition, Instant now) {
    ObjectNode message = Records.JSON.createObjectNode();
    ObjectNode request = message.putObject("requestContext");
    range.last().ifPresent(last -> request.put("requestId", last.requestId()));
    request
        .put("functionArn", mapping.functionArn())
        .put("condition", condition)
        .put("approximateInvokeCount", range.invocations());
    range
        .last()
        .ifPresent(
            last -> {
              ObjectNode response = message.putObject("responseContext");
              response.put("statusCode", 200).put("executedVersion", "$LATEST");
              response.put("functionError", last.functionError().orElse(null));
            });
    message.put("version", "1.0").put("timestamp", text(now.truncatedTo(ChronoUnit.MILLIS)));
    message
        .putObject("DDBStreamBatchInfo")
        .put("shardId", shard)
        .put("startSequenceNumber", range.firstRecord().sequenceNumber())
        .put("endSequenceNumber", range.lastRecord().sequenceNumber())
        .put("approximateArrivalOfFirstRecord", text(range.firstRecord().written()))
        .put("approximateArrivalOfLastRecord", text(range.lastRecord().written()))
        .put("batchSize", range.records().size())
        .put("streamArn", mapping.streamArn());
    return message.toString();
  }

  private static String text(Instant instant) {
    return DateTimeFormatter.ISO_INSTANT.format(instant);
  }
}
