package outlay.bench.figures;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import outlay.bench.Row;

/**
 * Expenses of many users, some of whom have many: by Zipf's law, the second has half as many as the
 * first, the third a third. The same seed makes the same.
 *
 * @param days how many of the last days they are of; 1: all are of today
 * @param name what the users' names begin with
 */
record Rush(String name, int expenses, int users, int days, long seed) {
  /** The names of all users. */
  List<String> names() {
    return IntStream.range(0, users).mapToObj(this::user).toList();
  }

  private String user(int index) {
    return "%s-%04d".formatted(name, index);
  }

  /** In the order in which they come: at random. */
  List<Row> rows(LocalDate today) {
    Random random = new Random(seed);
    double[] upTo = new double[users];
    double sum = 0;
    for (int i = 0; i < users; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
    List<Row> rows = new ArrayList<>();
    for (int number = 1; number <= expenses; number++) {
      int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
      int user = found < 0 ? -found - 1 : found;
      rows.add(
          new Row(
              name,
              number,
              user(Math.min(user, users - 1)),
              today.minusDays(random.nextInt(days)).toString(),
              "expense",
              "Category " + random.nextInt(10),
              "%d.%02d".formatted(random.nextInt(1, 5), random.nextInt(100)),
              "EUR",
              "Lunch number " + number));
    }
    return rows;
  }
}
