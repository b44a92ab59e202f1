package outlay.baseline;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a request, as databind fills it. */
record ExpenseBody(
    @Nullable String date,
    @Nullable String type,
    @Nullable String category,
    @Nullable BigDecimal amount,
    @Nullable String currency,
    @Nullable String description) {

  /** The fields that are wrong. */
  List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    if (date == null || LocalDate.parse(date).isBefore(LocalDate.EPOCH)) {
      wrong.add("date");
    }
    if (category == null || category.isBlank()) {
      wrong.add("category");
    }
    if (amount == null || amount.signum() <= 0) {
      wrong.add("amount");
    }
    return wrong;
  }

  String typeOrDefault() {
    return type == null ? "expense" : type;
  }

  String currencyOrDefault() {
    return currency == null ? "USD" : currency;
  }

  String descriptionOrDefault() {
    return description == null ? "" : description;
  }
}
