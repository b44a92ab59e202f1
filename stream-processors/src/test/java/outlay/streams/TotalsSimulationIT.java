package outlay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The long histories of {@link TotalsSimulationTest}: 200 of 2,000 changes. */
class TotalsSimulationIT {
  @ParameterizedTest
  @ValueSource(longs = {1_000, 1_050, 1_100, 1_150})
  void fiftyLongHistories_endExact(long first) {
    for (long seed = first; seed < first + 50; seed++) {
      assertThat(new TotalsSimulation(seed, 2_000).wrongDays()).as("seed %d", seed).isEmpty();
    }
  }
}
