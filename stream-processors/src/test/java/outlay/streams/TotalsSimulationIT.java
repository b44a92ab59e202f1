package outlay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Totals are exact over 200 histories of 2,000 changes. */
class TotalsSimulationIT {
  @Test
  void longHistories_endExact() {
    long[] wrong =
        LongStream.range(1_000, 1_200)
            .parallel()
            .filter(seed -> !new TotalsSimulation(seed, 2_000).wrongDays().isEmpty())
            .toArray();

    assertThat(wrong).as("seeds that end wrong").isEmpty();
  }
}
