package outlay.reports;

import java.net.URI;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reports in memory. */
final class FakeReports implements Reports {
  final TreeMap<YearMonth, Report> published = new TreeMap<>();

  @Override
  public List<YearMonth> months(int most) {
    return published.descendingKeySet().stream().limit(most).toList();
  }

  @Override
  public Optional<Report> find(YearMonth month) {
    return Optional.ofNullable(published.get(month));
  }

  @Override
  public URI link(YearMonth month, String name, Duration life) {
    return URI.create("https://bucket.example/" + month + "/" + name + "?for=" + life);
  }
}
