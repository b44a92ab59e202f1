package outlay.query;

import java.time.Instant;
import java.time.YearMonth;
import outlay.model.OrganizationMonth;

class InMemoryOrganizationReaderTest extends OrganizationReaderContract {
  private final InMemoryOrganizationReader reader = new InMemoryOrganizationReader();

  @Override
  OrganizationReader reader() {
    return reader;
  }

  @Override
  void put(YearMonth month, OrganizationMonth sums, Instant at) {
    reader.put(month, sums, at);
  }
}
