package outlay.histories;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Makes histories: several users, months, and currencies; every kind of change, and often two of an
 * expense at once. Time goes on in them, so that a day that was counted wrongly is not always
 * counted again by chance.
 */
public final class Histories {
  private static final List<String> CATEGORIES = List.of("Food", "Rent", "Travel", "Pay");
  private static final int CHANGES_A_DAY = 10;
  private static final int RECENT = 30;

  private record Currency(String code, int digits) {}

  private static final List<Currency> CURRENCIES =
      List.of(new Currency("INR", 2), new Currency("JPY", 0), new Currency("JOD", 3));

  private final Random random;
  private final List<String> users;
  private final LocalDate first;
  private final List<Change> changes = new ArrayList<>();
  private final List<Ledger.Key> recent = new ArrayList<>();
  private final Ledger ledger = new Ledger();
  private int expenses;

  private Histories(long seed, List<String> users, LocalDate first) {
    this.random = new Random(new SplittableRandom(seed).nextLong()); // Else seeds are alike.
    this.users = users;
    this.first = first;
  }

  /**
   * A history.
   *
   * @param size how many changes, 1 or more
   * @param first the day on which it begins; it goes on by a day about every ten changes
   */
  public static List<Change> random(long seed, int size, List<String> users, LocalDate first) {
    Histories histories = new Histories(seed, users, first);
    while (histories.changes.size() < size) {
      histories.add();
    }
    return List.copyOf(histories.changes.subList(0, size));
  }

  /**
   * Budgets to set while a history is acted out, in any place of it: of all spending, and of
   * categories; from what a month soon exceeds to what it hardly reaches.
   */
  public static Iterator<Limit> limits(long seed, List<String> users) {
    Random random = new Random(new SplittableRandom(seed).nextLong());
    return Stream.generate(
            () ->
                new Limit(
                    users.get(random.nextInt(users.size())),
                    CURRENCIES.get(random.nextInt(CURRENCIES.size())).code(),
                    random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(CATEGORIES.get(random.nextInt(CATEGORIES.size()))),
                    BigDecimal.valueOf(200 + random.nextInt(20) * 250)))
        .iterator();
  }

  private void add() {
    Optional<Ledger.Key> known =
        recent.isEmpty() || random.nextInt(5) < 2
            ? Optional.empty()
            : Optional.of(recent.get(random.nextInt(recent.size())));
    Change change = known.map(this::another).orElseGet(this::recorded);
    add(change);
    if (known.isPresent() && random.nextInt(4) == 0) {
      add(another(known.get())); // At once again: an undo, perhaps.
    }
  }

  private void add(Change change) {
    if (!ledger.apply(change).isEmpty()) {
      changes.add(change);
    }
  }

  private Change recorded() {
    String user = users.get(random.nextInt(users.size()));
    List<Content> contents = new ArrayList<>();
    int first = expenses;
    for (int left = random.nextInt(6) == 0 ? 2 + random.nextInt(5) : 1; left > 0; left--) {
      contents.add(content());
      remember(new Ledger.Key(user, expenses++));
    }
    Change.Kind kind = contents.size() == 1 ? Change.Kind.CREATE : Change.Kind.BATCH;
    return new Change(kind, user, first, contents);
  }

  private void remember(Ledger.Key key) {
    recent.add(key);
    if (recent.size() > RECENT) {
      recent.remove(random.nextInt(recent.size() / 2));
    }
  }

  private Change another(Ledger.Key key) {
    Ledger.Stored now = ledger.expenses().get(key);
    if (now == null) {
      return recorded(); // It was removed.
    }
    Content old = now.content();
    return switch (random.nextInt(now.deleted() ? 3 : 9)) {
      case 0, 1 -> change(now.deleted() ? Change.Kind.RESTORE : Change.Kind.DELETE, key);
      case 2 -> change(Change.Kind.REMOVE, key);
      case 3, 4, 5 ->
          change(
              Change.Kind.EDIT,
              key,
              new Content(
                  old.date(), old.income(), category(), old.currency(), amount(old.currency())));
      default -> change(Change.Kind.MOVE, key, content());
    };
  }

  private static Change change(Change.Kind kind, Ledger.Key key, Content... contents) {
    return new Change(kind, key.user(), key.expense(), List.of(contents));
  }

  private Content content() {
    String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size())).code();
    int today = changes.size() / CHANGES_A_DAY;
    return new Content(
        first.plusDays(today + random.nextInt(4)),
        random.nextInt(4) == 0,
        category(),
        currency,
        amount(currency));
  }

  private String category() {
    return CATEGORIES.get(random.nextInt(CATEGORIES.size()));
  }

  /** Mostly small; some reach what is large, and a budget's levels. */
  private BigDecimal amount(String currency) {
    int digits =
        CURRENCIES.stream()
            .filter(each -> each.code().equals(currency))
            .mapToInt(Currency::digits)
            .findFirst()
            .orElseThrow();
    long units = random.nextInt(8) == 0 ? 300 + random.nextInt(2500) : 1 + random.nextInt(100);
    BigDecimal fraction = BigDecimal.valueOf(random.nextInt(1000), 3);
    return BigDecimal.valueOf(units)
        .add(fraction.setScale(digits, RoundingMode.DOWN))
        .setScale(digits);
  }
}
