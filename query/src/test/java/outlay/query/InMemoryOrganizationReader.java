package outlay.query;

import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import outlay.model.OrganizationMonth;

/** What {@link DynamoOrganizationReader} reads, in memory. */
class InMemoryOrganizationReader implements OrganizationReader {
  private final Map<YearMonth, OrganizationMonth> months = new HashMap<>();
  private Optional<Instant> asOf = Optional.empty();

  void put(YearMonth month, OrganizationMonth sums, Instant at) {
    months.put(month, sums);
    asOf = Optional.of(at);
  }

  @Override
  public Added month(YearMonth month) {
    return new Added(months.getOrDefault(month, OrganizationMonth.NONE), asOf);
  }
}
