package outlay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimesTest {

  @Test
  void percentile_isTheNearestRank() {
    Times times = new Times(LongStream.rangeClosed(1, 200).mapToObj(Duration::ofMillis).toList());

    assertThat(times.percentile(50)).isEqualTo(Duration.ofMillis(100));
    assertThat(times.percentile(99)).isEqualTo(Duration.ofMillis(198));
    assertThat(times.percentile(100)).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void percentile_ofOne_isThatOne() {
    assertThat(new Times(List.of(Duration.ofMillis(7))).percentile(99))
        .isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void percentile_ofNothing_isRefused() {
    assertThatIllegalStateException().isThrownBy(() -> new Times(List.of()).percentile(50));
  }
}
