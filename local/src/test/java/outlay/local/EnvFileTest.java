package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvFileTest {
  @Test
  void text_hasOutputsAddressesAndCredentials() {
    Addresses addresses =
        new Addresses(
            URI.create("http://127.0.0.1:1"),
            URI.create("http://127.0.0.1:2"),
            URI.create("http://127.0.0.1:3"),
            URI.create("http://127.0.0.1:4/outlay"),
            URI.create("http://127.0.0.1:5"));

    assertThat(EnvFile.text(addresses, Map.of("TotalsFailuresUrl", "it's"), Credentials.OPERATOR))
        .contains(
            "export OUTLAY_TOTALS_FAILURES_URL='it'\\''s'\n",
            "export OUTLAY_WEB='http://127.0.0.1:1'\n",
            "export OUTLAY_API='http://127.0.0.1:2'\n",
            "export OUTLAY_MAIL='http://127.0.0.1:3'\n",
            "export OUTLAY_LOGIN='http://127.0.0.1:4/outlay'\n",
            "export AWS_ENDPOINT_URL='http://127.0.0.1:5'\n",
            "export AWS_REGION='eu-central-2'\n",
            "export AWS_DEFAULT_REGION='eu-central-2'\n",
            "export AWS_ACCESS_KEY_ID='OPERATOR'\n",
            "export AWS_SECRET_ACCESS_KEY='local'\n");
  }
}
