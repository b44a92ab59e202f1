package outlay.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

class UserRateTest {
  private static final long SECOND = 1_000_000_000;

  private long now = 7 * SECOND;
  private final UserRate rate = new UserRate(SECOND / 2, 3, () -> now);

  @Test
  void check_aBurst_andThenTheRate() {
    assertThat(passed("ann", 5)).isEqualTo(3);
    now += SECOND;
    assertThat(passed("ann", 5)).isEqualTo(2);
    now += SECOND / 2;
    assertThat(passed("ann", 5)).isEqualTo(1);
    now += 60 * SECOND;
    assertThat(passed("ann", 5)).isEqualTo(3);
  }

  @Test
  void check_anotherUser_isNotTouched() {
    assertThat(passed("ann", 100)).isEqualTo(3);
    assertThat(passed("bob", 3)).isEqualTo(3);
  }

  @Test
  void check_nobody_passes() {
    assertThat(passed("", 100)).isEqualTo(100);
  }

  @Test
  void check_refused_isThrottled() {
    passed("ann", 3);

    assertThatThrownBy(() -> rate.check("ann"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.THROTTLED));
  }

  @Test
  void check_afterTheClockWentBack_goesOn() {
    passed("ann", 3);
    now = 0;
    assertThat(passed("ann", 1)).isZero();
    now = SECOND;
    assertThat(passed("ann", 5)).isEqualTo(2);
  }

  @Test
  void check_ofAThousandOthers_forgetsTheFirst() {
    passed("ann", 3);
    for (int i = 0; i < 1_000; i++) {
      rate.check("other" + i);
    }

    assertThatCode(() -> rate.check("ann")).doesNotThrowAnyException();
  }

  @Test
  void unlimited_isNone() {
    UserRate none = UserRate.unlimited();
    for (int i = 0; i < 10_000; i++) {
      none.check("ann");
    }
  }

  private int passed(String user, int requests) {
    int passed = 0;
    for (int i = 0; i < requests; i++) {
      try {
        rate.check(user);
        passed++;
      } catch (Refusal refused) {
        assertThat(refused.reason()).isEqualTo(Reason.THROTTLED);
      }
    }
    return passed;
  }
}
