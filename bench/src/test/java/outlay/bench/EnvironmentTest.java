package outlay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  @Test
  void parse_quotedAndPlain_areTheSame() {
    assertThat(
            Environment.parse(
                List.of(
                    "# written by ./run",
                    "export OUTLAY_API='http://127.0.0.1:8701'",
                    "export AWS_REGION=eu-central-1",
                    "AWS_SECRET_ACCESS_KEY='it'\\''s=a secret'",
                    "")))
        .isEqualTo(
            Map.of(
                "OUTLAY_API", "http://127.0.0.1:8701",
                "AWS_REGION", "eu-central-1",
                "AWS_SECRET_ACCESS_KEY", "it's=a secret"));
  }

  @Test
  void environment_incomplete_namesEverythingThatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Environment(Path.of("."), Map.of("OUTLAY_API", "http://127.0.0.1:8701")))
        .withMessageContaining("OUTLAY_MAIL")
        .withMessageContaining("OUTLAY_ALERTS_FAILURES_URL")
        .withMessageNotContaining("OUTLAY_API,");
  }

  @Test
  void read_noFile_saysWhatToDo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environment.read(Path.of("no-such-folder", "env")))
        .withMessageContaining("Start ./run first");
  }
}
