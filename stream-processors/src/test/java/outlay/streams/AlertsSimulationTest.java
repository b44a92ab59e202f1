package outlay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whatever is killed, alerts are told, and no more often than the kills explain. */
class AlertsSimulationTest {
  private static final int SEEDS = 300;

  @Test
  void anyHistory_tellsWhatIsReached() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertThat(new AlertsSimulation(seed).wrongs()).as("seed %d", seed).isEmpty();
    }
  }
}
