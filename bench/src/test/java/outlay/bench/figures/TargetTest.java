package outlay.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {
  @Test
  void table_saysWhatHolds_andByHowMuchTheRestDoesNot() {
    assertThat(
            Target.table(
                List.of(
                    Target.atMost("units", 3, 3.004, "", "the index"),
                    Target.atMost("start", 15, 18, " s", "the database"),
                    Target.atLeast("rate", 0.8, 0.6, " ×", "the merge"))))
        .isEqualTo(
            """
            | what | target | measured | |
            |---|---|---|---|
            | units | ≤ 3 | 3.00 | holds |
            | start | ≤ 15 s | 18.00 s | **does not**: by 3.00 s (20 %); the database |
            | rate | ≥ 0.8 × | 0.60 × | **does not**: by 0.20 × (25 %); the merge |
            """);
  }
}
