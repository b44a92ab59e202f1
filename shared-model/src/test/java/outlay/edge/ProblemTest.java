package outlay.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.model.Violation;

class ProblemTest {

  @ParameterizedTest
  @EnumSource(Reason.class)
  void response_everyReason_isAProblemDocumentOfItsStatus(Reason reason) {
    HttpResponse response = Problem.response(new Refusal(reason, "So it is."));

    assertThat(response.status()).isEqualTo(reason.status()).isBetween(400, 599);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(response.body())
        .isEqualTo(
            "{\"type\":\"urn:outlay:problem:%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\",\"detail\":\"So it is.\"}"
                .formatted(reason.code(), reason.title(), reason.status(), reason.code()));
  }

  @Test
  void response_violations_areAllNamed() {
    HttpResponse response =
        Problem.response(
            Refusal.invalid(
                List.of(
                    new Violation("date", "required", "is required"),
                    new Violation("", "wrong_type", "must be \"it\""))));

    assertThat(response.body())
        .contains("\"detail\":\"2 things are wrong; see errors.\"")
        .endsWith(
            "\"errors\":[{\"field\":\"date\",\"code\":\"required\",\"detail\":\"is required\"},"
                + "{\"field\":\"\",\"code\":\"wrong_type\",\"detail\":\"must be \\\"it\\\"\"}]}");
  }

  @Test
  void response_busy_saysWhenToComeBack() {
    assertThat(Problem.response(new Refusal(Reason.THROTTLED, "")).headers())
        .containsEntry("retry-after", "1");
    assertThat(Problem.response(new Refusal(Reason.UNAVAILABLE, "")).headers())
        .containsEntry("retry-after", "1");
  }

  @Test
  void response_noUser_saysHowToSignIn() {
    assertThat(Problem.response(new Refusal(Reason.UNAUTHENTICATED, "")).headers())
        .containsEntry("www-authenticate", "Bearer");
  }

  @Test
  void fault_tellsNothingButWhereToLook() {
    HttpResponse response = Problem.fault("8476a536");

    assertThat(response.status()).isEqualTo(500);
    assertThat(response.body())
        .contains("\"code\":\"internal-error\"")
        .endsWith("\"requestId\":\"8476a536\"}");
  }
}
