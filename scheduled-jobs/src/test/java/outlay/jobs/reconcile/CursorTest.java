package outlay.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CursorTest {
  @Test
  void toJson_andBack_isTheSame() {
    Cursor cursor =
        Cursor.START
            .afterDay("ann \"the\" \u00e9migr\u00e9", "2026-01-22", List.of("2025-12", "2026-01"))
            .naming(List.of("ann 2026-01-20"));

    assertThat(Cursor.fromJson(cursor.toJson())).isEqualTo(cursor);
    assertThat(Cursor.fromJson(Cursor.START.toJson())).isEqualTo(Cursor.START);
  }

  @Test
  void begin_forgetsThePlace_andKeepsWhatWasFound() {
    Cursor cursor =
        Cursor.START.afterDay("ann", "2026-01-22", List.of()).naming(List.of("ann 2026-01-20"));

    assertThat(cursor.begin(Cursor.Phase.ALERTS).toJson())
        .isEqualTo(
            "{\"phase\":\"ALERTS\",\"userId\":null,\"date\":null,\"months\":[],\"page\":null,"
                + "\"drifted\":[\"ann 2026-01-20\"]}");
  }
}
