package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.model.Sha256;

class CursorTest {
  private static final Position POSITION =
      new Position(LocalDate.of(2026, 1, 22), "ffffffff-2b7c-7abc-8def-0123456789ab");
  private static final ExpenseFilter FILTER = filter("2026-01-01", "2026-01-31", "a");
  private static final String CURSOR = Cursor.encode("asha", FILTER, POSITION);

  @Test
  void decode_ownCursor_isThePosition() {
    assertThat(Cursor.decode("asha", FILTER, CURSOR)).isEqualTo(POSITION);
    assertThat(CURSOR).hasSize(44).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void decode_otherUserOrFilter_isRefused() {
    assertRefused("ben", FILTER, CURSOR);
    assertRefused("asha", ExpenseFilter.ALL, CURSOR);
    assertRefused("asha", filter("2026-01-02", "2026-01-31", "a"), CURSOR);
    assertRefused("asha", filter("2026-01-01", "2026-01-30", "a"), CURSOR);
    assertRefused("asha", filter("2026-01-01", "2026-01-31", "b"), CURSOR);
  }

  @Test
  void decode_anyCharacterChanged_isRefused() {
    for (int i = 0; i < CURSOR.length(); i++) {
      char other = CURSOR.charAt(i) == 'A' ? 'B' : 'A';
      assertRefused("asha", FILTER, CURSOR.substring(0, i) + other + CURSOR.substring(i + 1));
    }
  }

  @Test
  void decode_cutShortOrLong_isRefused() {
    for (int length = 0; length < CURSOR.length(); length++) {
      assertRefused("asha", FILTER, CURSOR.substring(0, length));
    }
    for (String more : List.of("A", "=", "==", "AAAA", " ", "\n")) {
      assertRefused("asha", FILTER, CURSOR + more);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "../../etc/passwd",
        "eyJ1c2VySWQiOiJiZW4iLCJleHBlbnNlSWQiOiIxIn0",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "////////////////////////////////////////////",
        "____________________________________________",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        "============================================",
        "\uD83D\uDE00\u0000éééééééééééééééééééééééééééééééééééééééé "
      })
  void decode_forged_isRefused(String cursor) {
    assertRefused("asha", FILTER, cursor);
  }

  @Test
  void decode_tenKilobytes_isRefused() {
    assertRefused("asha", FILTER, "A".repeat(10_240));
  }

  @Test
  void decode_random_isRefused() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[33];
      random.nextBytes(bytes);
      bytes[0] = 1;
      assertRefused("asha", ExpenseFilter.ALL, Base64.getUrlEncoder().encodeToString(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 20_453, 20_485, 2_932_897, Integer.MAX_VALUE})
  void decode_dayOutsideTheFilter_isRefusedWhateverItsDigest(int day) {
    // What one who knows how a cursor is made could send: the digest is right.
    LocalDate date = LocalDate.ofEpochDay(day);
    String[] parts = FILTER.parts();
    String[] texts = Arrays.copyOf(parts, parts.length + 3);
    texts[parts.length] = "asha";
    texts[parts.length + 1] = date.toString();
    texts[parts.length + 2] = "00000000-0000-0000-0000-000000000000";
    byte[] bytes =
        ByteBuffer.allocate(33)
            .put((byte) 1)
            .put(Sha256.of(texts), 0, 12)
            .putInt(day)
            .putLong(0)
            .putLong(0)
            .array();

    assertRefused("asha", FILTER, Base64.getUrlEncoder().encodeToString(bytes));
  }

  private static ExpenseFilter filter(String from, String to, String category) {
    return new ExpenseFilter(
        new DateRange(LocalDate.parse(from), LocalDate.parse(to)),
        Optional.of(category),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static void assertRefused(String userId, ExpenseFilter filter, String cursor) {
    assertThatThrownBy(() -> Cursor.decode(userId, filter, cursor))
        .as(cursor)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.INVALID_CURSOR));
  }
}
