package outlay.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import outlay.model.Alert;

abstract class AlertLogContract {
  private static final Instant NOON = Instant.parse("2026-01-22T12:00:00Z");
  private static final Alert ALERT = AlertFixtures.FOOD_AT_80.alert();

  abstract AlertLog log();

  /** The state that the item is stored with. */
  abstract String state(Alert alert);

  @Test
  void claim_ofANewAlert_isOurs() {
    assertThat(claim(log(), "a", NOON)).isEqualTo(AlertLog.Claim.OURS);
    assertThat(state(ALERT)).isEqualTo("pending");
  }

  @Test
  void claim_again_isStillOurs() {
    AlertLog log = log();
    claim(log, "a", NOON);

    assertThat(claim(log, "a", NOON)).isEqualTo(AlertLog.Claim.OURS);
  }

  @Test
  void claim_whileAnothersLeaseRuns_isTheirs() {
    AlertLog log = log();
    claim(log, "a", NOON);

    assertThat(claim(log, "b", NOON.plusSeconds(10))).isEqualTo(AlertLog.Claim.THEIRS);
  }

  @Test
  void claim_afterAnothersLease_isOurs_andNoLongerTheirs() {
    AlertLog log = log();
    claim(log, "a", NOON);

    assertThat(claim(log, "b", NOON.plusSeconds(11))).isEqualTo(AlertLog.Claim.OURS);
    log.sent(ALERT, "a", "m1", NOON.plusSeconds(12));
    assertThat(state(ALERT)).isEqualTo("pending");
  }

  @Test
  void claim_ofOneThatWasSent_isSent() {
    AlertLog log = log();
    claim(log, "a", NOON);
    log.sent(ALERT, "a", "m1", NOON);

    assertThat(claim(log, "b", NOON.plusSeconds(3600))).isEqualTo(AlertLog.Claim.SENT);
    assertThat(claim(log, "a", NOON)).isEqualTo(AlertLog.Claim.SENT);
    assertThat(state(ALERT)).isEqualTo("sent");
  }

  @Test
  void sent_again_changesNothing() {
    AlertLog log = log();
    claim(log, "a", NOON);
    log.sent(ALERT, "a", "m1", NOON);

    log.sent(ALERT, "a", "m1", NOON);

    assertThat(state(ALERT)).isEqualTo("sent");
  }

  @Test
  void release_letsAnotherTakeItAtOnce() {
    AlertLog log = log();
    claim(log, "a", NOON);
    log.release(ALERT, "a");

    assertThat(claim(log, "b", NOON)).isEqualTo(AlertLog.Claim.OURS);
  }

  @Test
  void release_ofWhatIsAnothers_doesNothing() {
    AlertLog log = log();
    claim(log, "a", NOON);
    log.release(ALERT, "b");

    assertThat(claim(log, "b", NOON)).isEqualTo(AlertLog.Claim.THEIRS);
  }

  private static AlertLog.Claim claim(AlertLog log, String token, Instant now) {
    return log.claim(AlertFixtures.FOOD_AT_80, new AlertLog.Lease(token, now.plusSeconds(10)), now);
  }
}
