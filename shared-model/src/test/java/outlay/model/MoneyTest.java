package outlay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MoneyTest {
  private static final Currency USD = Currency.of("USD");
  private static final Currency JOD = Currency.of("JOD");
  private static final Currency JPY = Currency.of("JPY");

  @Test
  void toDecimal_hasTheCurrencysFractionDigits() {
    assertThat(new Money(1250, USD)).hasToString("12.50 USD");
    assertThat(new Money(1250, JOD)).hasToString("1.250 JOD");
    assertThat(new Money(1250, JPY)).hasToString("1250 JPY");
  }

  @Test
  void of_withMoreDigitsThanTheCurrencyHas_isRefused() {
    assertThatThrownBy(() -> Money.of(new BigDecimal("1.005"), USD))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Money.of(new BigDecimal("1.5"), JPY))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void of_withZerosBeyondTheCurrencysDigits_isTheSameAmount() {
    assertThat(Money.of(new BigDecimal("12.5000"), USD)).isEqualTo(new Money(1250, USD));
    assertThat(Money.of(new BigDecimal("12e2"), JPY)).isEqualTo(new Money(1200, JPY));
  }

  @Test
  void plus_ofAnotherCurrency_isRefused() {
    Money dollar = new Money(100, USD);
    Money yen = new Money(1, JPY);

    assertThatThrownBy(() -> dollar.plus(yen)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void plus_beyondALong_isRefused() {
    Money most = new Money(Long.MAX_VALUE, USD);
    Money cent = new Money(1, USD);

    assertThatThrownBy(() -> most.plus(cent)).isInstanceOf(ArithmeticException.class);
  }

  @Property
  void of_itsDecimal_isTheSame(@ForAll long minorUnits) {
    for (Currency currency : new Currency[] {USD, JOD, JPY}) {
      Money money = new Money(minorUnits, currency);
      assertThat(Money.of(money.toDecimal(), currency)).isEqualTo(money);
    }
  }
}
