package outlay.bench.figures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What AWS asks for what is used, as {@code prices.json} lists it.
 *
 * @param asOf the month of the list
 * @param dollars for one of each
 */
record Prices(String region, String asOf, Map<Metered, Double> dollars) {
  private static final String LIST = "prices.json";

  Prices {
    dollars = Map.copyOf(dollars);
  }

  /**
   * Reads the list.
   *
   * @throws IllegalArgumentException if something that is used has no price
   */
  static Prices read() throws IOException {
    try (InputStream list = Objects.requireNonNull(Prices.class.getResourceAsStream(LIST), LIST)) {
      return of(new ObjectMapper().readTree(list));
    }
  }

  static Prices of(JsonNode list) {
    Map<Metered, Double> dollars = new EnumMap<>(Metered.class);
    for (JsonNode price : list.path("prices")) {
      dollars.put(
          Metered.valueOf(price.path("item").asText()),
          price.path("usd").asDouble() / price.path("per").asDouble());
    }
    for (Metered item : Metered.values()) {
      if (!dollars.containsKey(item)) {
        throw new IllegalArgumentException("The list of prices lacks " + item + ".");
      }
    }
    return new Prices(list.path("region").asText(), list.path("asOf").asText(), dollars);
  }

  /** The same list, as if all else cost nothing. */
  Prices only(Metered item) {
    Map<Metered, Double> only = new EnumMap<>(Metered.class);
    dollars.forEach((each, price) -> only.put(each, each == item ? price : 0));
    return new Prices(region, asOf, only);
  }

  /** Dollars for all that was used. */
  double of(Used used) {
    return used.amounts().entrySet().stream()
        .mapToDouble(
            entry -> entry.getValue() * Objects.requireNonNull(dollars.get(entry.getKey())))
        .sum();
  }
}
