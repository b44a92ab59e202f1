package outlay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurrencyTest {
  @ParameterizedTest
  @CsvSource({"INR, 2", "USD, 2", "JPY, 0", "KRW, 0", "JOD, 3", "KWD, 3", "ISK, 0", "HUF, 2"})
  void find_aCurrencyInUse_knowsItsDigits(String code, int fractionDigits) {
    assertThat(Currency.find(code)).hasValue(new Currency(code, fractionDigits));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"XXX", "XAU", "XTS", "eur", "BTC", "DEM", "HRK", "", "US", "USDX", "€", " USD"})
  void find_whatIsNoCurrencyInUse_isEmpty(String code) {
    assertThat(Currency.find(code)).isEmpty();
    assertThatThrownBy(() -> Currency.of(code)).isInstanceOf(IllegalArgumentException.class);
  }
}
