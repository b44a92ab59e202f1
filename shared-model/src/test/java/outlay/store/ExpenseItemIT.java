package outlay.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.model.Currency;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ExtendWith(DynamoDbLocalExtension.class)
class ExpenseItemIT {
  private static final Instant NOON = Instant.parse("2026-01-22T12:00:00.123456Z");

  @Test
  void putThenGet_aDeletedExpense_isTheSame(DynamoDbClient client) {
    String table = TestTables.expenses(client);
    Expense lunch =
        Expense.recorded(
                "ann",
                "01890000-0000-7000-8000-000000000001",
                new ExpenseContent(
                    ExpenseType.EXPENSE,
                    LocalDate.of(2026, 1, 22),
                    "Food & drink 🍛",
                    Money.of(new BigDecimal("99999999999.99"), Currency.of("INR")),
                    "two\nlines"),
                NOON)
            .deleted(NOON.plusSeconds(60));

    client.putItem(put -> put.tableName(table).item(ExpenseItem.of(lunch)));

    assertThat(
            ExpenseItem.read(
                client
                    .getItem(
                        get ->
                            get.tableName(table)
                                .key(ExpenseItem.key(lunch.userId(), lunch.expenseId())))
                    .item()))
        .isEqualTo(lunch);
  }
}
