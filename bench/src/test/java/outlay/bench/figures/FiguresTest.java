package outlay.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @Test
  void spread_odd_isTheMiddleOne() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(1, 2, 3));
  }

  @Test
  void spread_even_isBetweenTheMiddleTwo() {
    assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(1, 2.5, 4));
  }

  @Test
  void spread_none_isRefused() {
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void spread_text_namesLeastAndMost() {
    assertThat(new Spread(1, 2.26, 3).text(1)).isEqualTo("2.3 (1.0–3.0)");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          software/amazon/awssdk/services/dynamodb/model/Put.class, SDK's dynamodb
          software/amazon/awssdk/core/SdkClient.class, SDK
          com/fasterxml/jackson/core/JsonFactory.class, fasterxml jackson
          outlay/ingest/IngestHandler.class, Outlay
          META-INF/services/x, resources
          LICENSE, resources
          """)
  void part_entry_isInWords(String entry, String part) {
    assertThat(JarSizes.part(entry)).isEqualTo(part);
  }
}
