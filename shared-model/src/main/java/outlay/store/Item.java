package outlay.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import outlay.model.Currency;
import outlay.model.Money;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads the attributes of an item, and says which one is not what it should be. */
public final class Item {
  private static final DateTimeFormatter MICROSECONDS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

  private final Map<String, AttributeValue> attributes;

  public Item(Map<String, AttributeValue> attributes) {
    this.attributes = attributes;
  }

  public static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  public static AttributeValue n(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  public static AttributeValue n(BigDecimal number) {
    return AttributeValue.fromN(number.toPlainString());
  }

  /** Always with six digits of a second, so that texts are in the order of time. */
  public static AttributeValue moment(Instant at) {
    return s(MICROSECONDS.format(at));
  }

  /** An item with this key; to be filled. */
  public static Map<String, AttributeValue> with(
      String partitionKey, String partition, String sortKey, String sort) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(partitionKey, s(partition));
    item.put(sortKey, s(sort));
    return item;
  }

  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  public String text(String name) {
    return read(name, AttributeValue::s);
  }

  public long number(String name) {
    return read(name, value -> number(value).longValueExact());
  }

  public BigDecimal decimal(String name) {
    return read(name, Item::number);
  }

  public Optional<BigDecimal> optionalDecimal(String name) {
    return has(name) ? Optional.of(decimal(name)) : Optional.empty();
  }

  public LocalDate date(String name) {
    return read(name, value -> LocalDate.parse(value.s()));
  }

  public Instant instant(String name) {
    return read(name, value -> Instant.parse(value.s()));
  }

  public Map<String, AttributeValue> map(String name) {
    return read(name, value -> value.hasM() ? value.m() : null);
  }

  /** The amount in {@code name}, in the currency that the item names in {@code currency}. */
  public Money money(String name) {
    Currency currency = read("currency", value -> Currency.of(value.s()));
    return read(name, value -> Money.of(number(value), currency));
  }

  /**
   * The attribute, as {@code as} reads it.
   *
   * @throws CorruptItem if it is absent, of another type, or {@code as} fails
   */
  public <T> T read(String name, Function<AttributeValue, ? extends T> as) {
    AttributeValue value = attributes.get(name);
    if (value == null) {
      throw new CorruptItem("attribute " + name + " is absent");
    }
    try {
      T read = as.apply(value);
      if (read == null) {
        throw new CorruptItem("attribute " + name + " is of type " + value.type());
      }
      return read;
    } catch (RuntimeException unreadable) {
      throw unreadable instanceof CorruptItem corrupt
          ? corrupt
          : new CorruptItem("attribute " + name + " cannot be read", unreadable);
    }
  }

  private static BigDecimal number(AttributeValue value) {
    return new BigDecimal(value.n());
  }
}
