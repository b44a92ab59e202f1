package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final List<String> ended = new ArrayList<>();

  @Test
  void close_endsInTheReverseOrderOfDependence() {
    Parts parts = new Parts(Progress.silent());
    parts.keep(Part.API, () -> ended.add("API"));
    parts.keep(Part.DYNAMODB, () -> ended.add("DynamoDB"));
    parts.keep(Part.STREAMS, () -> ended.add("first stream"));
    parts.keep(Part.STREAMS, () -> ended.add("second stream"));

    parts.close();
    parts.close();

    assertThat(ended).containsExactly("API", "second stream", "first stream", "DynamoDB");
  }

  @Test
  void close_partFails_othersEndAndTheFailureIsTold() {
    Parts parts = new Parts(Progress.silent());
    parts.keep(
        Part.API,
        () -> {
          throw new IOException("stuck");
        });
    parts.keep(Part.DYNAMODB, () -> ended.add("DynamoDB"));

    assertThatThrownBy(parts::close)
        .isInstanceOf(IllegalStateException.class)
        .satisfies(failed -> assertThat(failed.getSuppressed()).hasSize(1));
    assertThat(ended).containsExactly("DynamoDB");
  }
}
