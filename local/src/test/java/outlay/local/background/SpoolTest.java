package outlay.local.background;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final ObjectNode ONE = JsonNodeFactory.instance.objectNode().put("a", 1);
  private static final ObjectNode TWO = JsonNodeFactory.instance.objectNode().put("a", 2);

  @Test
  void put_isThereForTheNextProcess_theLatestOnly(@TempDir Path folder) {
    Spool spool = Spool.in(Optional.of(folder.resolve("new/one")));
    spool.put("x", ONE);
    spool.put("x", TWO);
    spool.put("default~nightly", ONE);
    spool.put("gone", ONE);
    spool.remove("gone");
    spool.remove("never there");

    assertThat(Spool.in(Optional.of(folder.resolve("new/one"))).all())
        .hasSize(2)
        .containsEntry("default~nightly", ONE)
        .containsEntry("x", TWO);
  }

  @Test
  void withoutAFolder_nothingIsKept() {
    Spool spool = Spool.in(Optional.empty());

    spool.put("x", ONE);

    assertThat(spool.all()).isEmpty();
  }
}
