package outlay.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the template sets in a function's environment. */
public final class Settings {
  private Settings() {}

  /** The values of these variables, in this order. */
  public static List<String> requireAll(String... names) {
    return requireAll(System.getenv(), names);
  }

  /** The value of this variable. */
  public static String require(String name) {
    return requireAll(name).get(0);
  }

  static List<String> requireAll(Map<String, String> environment, String... names) {
    List<String> missing =
        Arrays.stream(names).filter(name -> isBlank(environment.get(name))).toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException("environment variables are missing: " + missing);
    }
    return Arrays.stream(names).map(environment::get).toList();
  }

  private static boolean isBlank(@Nullable String value) {
    return value == null || value.isBlank();
  }
}
