package outlay.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code template.yaml} holds to every {@link Invariant}, on both stages. */
class InvariantsTest {
  @ParameterizedTest
  @EnumSource
  void template_holds(Invariant invariant) throws IOException {
    ObjectNode t = YamlTree.read(Files.readString(Path.of("../template.yaml")), new Problems("template.yaml"));
    for (String stage : java.util.List.of("prod", "dev")) {
      assertThat(invariant.violations(Deployed.of(t, stage))).as(stage).isEmpty();
    }
  }
}
