package outlay.bench.figures;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import outlay.bench.Consumption;

/** How much was used of what costs money. */
record Used(Map<Metered, Double> amounts) {
  private static final Set<String> WRITES =
      Set.of(
          "PutItem",
          "UpdateItem",
          "DeleteItem",
          "BatchWriteItem",
          "TransactWriteItems",
          "BatchExecuteStatement");
  private static final Set<String> S3_READS = Set.of("GetObject", "HeadObject");

  Used {
    amounts = Map.copyOf(amounts);
  }

  double of(Metered item) {
    return amounts.getOrDefault(item, 0.0);
  }

  /**
   * What these functions used.
   *
   * @param calls of the AWS endpoint
   * @param logs of the functions, in the same time
   * @param accessLogBytes what the API logs of a request
   */
  static Used of(
      Consumption calls,
      FunctionLogs logs,
      Set<String> functions,
      Answers answers,
      int accessLogBytes) {
    Map<Metered, Double> amounts = new EnumMap<>(Metered.class);
    calls
        .counts()
        .forEach(
            (call, count) -> {
              if (functions.contains(call.caller())) {
                add(amounts, call, count);
              }
            });
    FunctionLogs.Invocations invocations = logs.of(functions);
    amounts.merge(Metered.INVOCATION, (double) invocations.count(), Double::sum);
    amounts.merge(Metered.GB_SECOND, invocations.gbSeconds(), Double::sum);
    amounts.merge(
        Metered.LOG_BYTE,
        (double) invocations.ownBytes() + answers.requests() * accessLogBytes,
        Double::sum);
    amounts.merge(Metered.API_REQUEST, (double) answers.requests(), Double::sum);
    amounts.merge(Metered.TRANSFER_BYTE, (double) answers.bytes(), Double::sum);
    return new Used(amounts);
  }

  private static void add(
      Map<Metered, Double> amounts, Consumption.Calls call, Consumption.Count count) {
    switch (call.service()) {
      case "dynamodb" ->
          amounts.merge(
              WRITES.contains(call.action()) ? Metered.WRITE_UNIT : Metered.READ_UNIT,
              count.billedUnits(),
              Double::sum);
      case "sqs" -> amounts.merge(Metered.SQS_REQUEST, (double) count.calls(), Double::sum);
      case "sns" -> amounts.merge(Metered.SNS_REQUEST, (double) count.calls(), Double::sum);
      case "s3" ->
          amounts.merge(
              S3_READS.contains(call.action()) ? Metered.S3_READ : Metered.S3_WRITE,
              (double) count.calls(),
              Double::sum);
      case "rds-data" ->
          amounts.merge(Metered.DATA_API_REQUEST, (double) count.calls(), Double::sum);
      case "events" -> amounts.merge(Metered.EVENT, (double) count.calls(), Double::sum);
      case "secretsmanager" ->
          amounts.merge(Metered.SECRET_REQUEST, (double) count.calls(), Double::sum);
      default ->
          throw new IllegalArgumentException(
              call.caller() + " calls " + call.service() + ", which has no price here.");
    }
  }

  /** What the API answered: how often, and how many bytes of headers and bodies. */
  record Answers(long requests, long bytes) {
    static final Answers NONE = new Answers(0, 0);

    Answers plus(long more) {
      return new Answers(requests + 1, bytes + more);
    }
  }

  /** The same for one of so many. */
  Used each(long many) {
    Map<Metered, Double> each = new EnumMap<>(Metered.class);
    amounts.forEach((item, amount) -> each.put(item, amount / many));
    return new Used(each);
  }

  /** What this used more than the other. */
  Used minus(Used other) {
    Map<Metered, Double> rest = new EnumMap<>(Metered.class);
    amounts.forEach((item, amount) -> rest.put(item, amount - other.of(item)));
    return new Used(rest);
  }
}
