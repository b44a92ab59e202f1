package outlay.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.model.DayTotals;
import outlay.model.Expense;
import outlay.store.ExpenseItem;
import outlay.store.TotalsItem;
import outlay.totals.UserDay;

/** Stream records for tests. */
final class Records {
  static final String EXPENSES = "expenses";

  private Records() {}

  static DynamodbEvent event(DynamodbStreamRecord... records) {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(List.of(records));
    return event;
  }

  /** A change of an expense from one day to another; either may be absent. */
  static DynamodbStreamRecord expense(
      String sequenceNumber, String userId, Optional<String> oldDate, Optional<String> newDate) {
    StreamRecord change =
        new StreamRecord()
            .withKeys(Map.of("userId", s(userId), "expenseId", s("e")))
            .withSequenceNumber(sequenceNumber);
    oldDate.ifPresent(date -> change.setOldImage(image(userId, date)));
    newDate.ifPresent(date -> change.setNewImage(image(userId, date)));
    return record(EXPENSES, change);
  }

  /** A change of an expense to what it is now, with all attributes; absent if it was removed. */
  static DynamodbStreamRecord expense(
      String sequenceNumber, String userId, String expenseId, Optional<Expense> now) {
    StreamRecord change =
        new StreamRecord()
            .withKeys(Map.of("userId", s(userId), "expenseId", s(expenseId)))
            .withSequenceNumber(sequenceNumber);
    now.ifPresent(expense -> change.setNewImage(image(ExpenseItem.of(expense))));
    return record(EXPENSES, change);
  }

  /** A change of the item with this key, without images. */
  static DynamodbStreamRecord key(
      String sequenceNumber, String table, String userId, String sortKey, String sort) {
    return record(
        table,
        new StreamRecord()
            .withKeys(Map.of("userId", s(userId), sortKey, s(sort)))
            .withSequenceNumber(sequenceNumber));
  }

  /** A day that was counted again. */
  static DynamodbStreamRecord totals(
      String sequenceNumber, String table, UserDay day, DayTotals before, DayTotals after) {
    StreamRecord change =
        new StreamRecord()
            .withKeys(Map.of("userId", s(day.userId()), "date", s(day.day().toString())))
            .withSequenceNumber(sequenceNumber);
    change.setOldImage(image(TotalsItem.of(day.userId(), day.day(), 1, before, Instant.EPOCH)));
    change.setNewImage(image(TotalsItem.of(day.userId(), day.day(), 2, after, Instant.EPOCH)));
    return record(table, change);
  }

  /** An item as an image in a stream record. */
  static Map<String, AttributeValue> image(
      Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item) {
    Map<String, AttributeValue> image = new HashMap<>();
    item.forEach((name, value) -> image.put(name, value(value)));
    return image;
  }

  private static AttributeValue value(
      software.amazon.awssdk.services.dynamodb.model.AttributeValue value) {
    return switch (value.type()) {
      case S -> s(value.s());
      case N -> new AttributeValue().withN(value.n());
      case M -> new AttributeValue().withM(image(value.m()));
      default -> throw new IllegalArgumentException("no test needs " + value.type());
    };
  }

  static DynamodbStreamRecord record(String table, StreamRecord change) {
    DynamodbStreamRecord record = new DynamodbStreamRecord();
    record.setEventID("event-" + change.getSequenceNumber());
    record.setEventSource("aws:dynamodb");
    record.setEventSourceARN(
        "arn:aws:dynamodb:eu-west-1:123456789012:table/"
            + table
            + "/stream/2026-01-22T00:00:00.000");
    record.setDynamodb(change);
    return record;
  }

  static AttributeValue s(String text) {
    return new AttributeValue(text);
  }

  private static Map<String, AttributeValue> image(String userId, String date) {
    Map<String, AttributeValue> image = new HashMap<>();
    image.put("userId", s(userId));
    image.put("expenseId", s("e"));
    image.put("date", s(date));
    return image;
  }
}
