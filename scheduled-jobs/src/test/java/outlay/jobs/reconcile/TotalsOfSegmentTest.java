package outlay.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outlay.jobs.digest.DayDigest;
import outlay.model.DayTotals;

final class TotalsOfSegmentTest {
  private static TotalsOfSegment.OfDay day(String user, String date) {
    return new TotalsOfSegment.OfDay(user, date, Optional.of(DayTotals.NONE));
  }

  @Test
  void of_oneWithoutTotals_isNothing() {
    TotalsOfSegment totals = TotalsOfSegment.of(List.of(day("ann", "2026-01-05")).iterator(), 10);

    assertThat(totals.of("bob")).contains(DayDigest.NONE);
  }

  @Test
  void of_moreUsersThanFit_knowsTheFirst_andNothingOfOthers() {
    TotalsOfSegment totals =
        TotalsOfSegment.of(
            List.of(
                    day("ann", "2026-01-05"),
                    day("bob", "2026-01-05"),
                    day("bob", "2026-01-06"),
                    day("carol", "2026-01-05"))
                .iterator(),
            2);

    assertThat(totals.of("bob")).contains(new DayDigest(0, 2));
    assertThat(totals.of("carol")).isEmpty();
    assertThat(totals.of("dave")).isEmpty();
    assertThat(totals.users()).isEmpty();
  }

  @Test
  void of_oneWhoseDayCannotBeRead_isNotKnown() {
    TotalsOfSegment totals =
        TotalsOfSegment.of(
            List.of(
                    day("ann", "2026-01-05"),
                    new TotalsOfSegment.OfDay("ann", "2026-01-06", Optional.empty()),
                    day("ann", "2026-01-07"))
                .iterator(),
            10);

    assertThat(totals.of("ann")).isEmpty();
    assertThat(totals.users().orElseThrow()).containsExactly("ann");
  }
}
