package outlay.jobs.reconcile;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.jobs.digest.DayDigest;
import outlay.jobs.runs.Deadline;
import outlay.model.Notice;

/**
 * One call's work on a segment. Goes on day by day, so that a user of any size can be left in the
 * middle; does one day at least, so that it gets on however near the deadline is.
 */
final class SegmentWalk {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentWalk.class);

  /** How many users with expenses are remembered, some megabytes; others are asked about. */
  private static final int MAX_REMEMBERED = 50_000;

  private final Parts parts;
  private final Share share;
  private final Deadline deadline;
  private final Tally tally;
  private final Set<String> seen = new HashSet<>();
  private Optional<TotalsOfSegment> totals = Optional.empty();
  private Optional<Set<String>> budgetOwners = Optional.empty();
  private boolean askedForOwners;

  SegmentWalk(Parts parts, Share share, Deadline deadline, Tally tally) {
    this.parts = parts;
    this.share = share;
    this.deadline = deadline;
    this.tally = tally;
  }

  /** What a walk works with. */
  record Parts(
      DynamoStoredDays days,
      DynamoBudgetOwners budgetOwners,
      DynamoPendingAlerts pendingAlerts,
      CompareDays compareDays,
      LateAlerts lateAlerts,
      Clock clock) {}

  /**
   * What a walk is to look at.
   *
   * @param user the only one to look at; empty for all of the segment
   */
  record Share(int segment, int segments, Optional<String> user, AlertMonths alertMonths) {}

  /** Goes on from the cursor; returns where another call is to go on, or nothing at the end. */
  Optional<Cursor> from(Cursor start) {
    Cursor at = start;
    while (true) {
      Optional<Cursor> next =
          switch (at.phase()) {
            case EXPENSES -> Optional.of(expenses(at));
            case ORPHANS -> Optional.of(orphans(at));
            case ALERTS -> alerts(at);
          };
      if (next.isEmpty() || next.get().phase() == at.phase() || deadline.near()) {
        return next;
      }
      at = next.get();
    }
  }

  private Cursor expenses(Cursor at) {
    if (share.user().isPresent()) {
      String only = share.user().get();
      Cursor after = user(only, new PeekingIterator<>(parts.days().expensesOf(only, at.day())), at);
      return after.day().isPresent() ? after : after.begin(Cursor.Phase.ALERTS);
    }
    Cursor now = at;
    try (DynamoStoredDays.Pages<UserDays.StoredExpense> pages =
        parts.days().expenses(share.segment(), share.segments(), at)) {
      PeekingIterator<UserDays.StoredExpense> expenses = new PeekingIterator<>(pages);
      if (at.day().isPresent()) {
        now = user(remembered(at.user().orElseThrow()), expenses, at);
        if (now.day().isPresent() || deadline.near()) {
          return now;
        }
      }
      readTotals();
      while (expenses.peek().isPresent()) {
        now = glance(remembered(expenses.peek().get().userId()), expenses, now, now.equals(at));
        if (now.day().isPresent() || deadline.near()) {
          return now;
        }
      }
    }
    return now.begin(Cursor.Phase.ORPHANS);
  }

  private String remembered(String userId) {
    if (seen.size() < MAX_REMEMBERED) {
      seen.add(userId);
    }
    return userId;
  }

  private void readTotals() {
    try (DynamoStoredDays.Pages<TotalsOfSegment.OfDay> days =
        parts.days().totals(share.segment(), share.segments(), Optional.empty())) {
      totals = Optional.of(TotalsOfSegment.of(days, TotalsOfSegment.MAX_USERS));
    }
  }

  /**
   * Counts a user's days as they pass, and looks at them one by one only if they do not come to
   * what the user's totals come to. If time is near before that is known, another call begins with
   * the user.
   *
   * @param first whether this call did nothing yet: then it gets on by a day at least
   */
  private Cursor glance(
      String userId, PeekingIterator<UserDays.StoredExpense> expenses, Cursor at, boolean first) {
    LateAlerts.OfUser late = parts.lateAlerts().of(userId, List.of(), hasBudgets(userId), tally);
    UserDays days = new UserDays(userId, expenses, Collections.emptyIterator());
    Optional<DayDigest> counted = Optional.of(DayDigest.NONE);
    for (Optional<String> text = days.nextDate(); text.isPresent(); text = days.nextDate()) {
      Optional<LocalDate> date = date(text.get());
      Optional<LocalDate> told = date.filter(share.alertMonths()::has);
      UserDays.Day day = days.take(expense -> tell(expense, told, late));
      told.ifPresent(each -> late.day(each, day.counted()));
      counted =
          counted.flatMap(
              digest ->
                  date.flatMap(known -> day.counted())
                      .map(entries -> digest.plus(day.date(), entries)));
      if (deadline.near()) {
        return first ? walk(userId, late.again(), at) : at;
      }
    }
    Optional<DayDigest> stored = totals.flatMap(all -> all.of(userId));
    if (counted.isEmpty() || stored.isEmpty() || counted.get().sum() != stored.get().sum()) {
      return walk(userId, late.again(), at);
    }
    late.raiseAll();
    tally.user();
    tally.days(Math.max(counted.get().days(), stored.get().days()));
    return at.afterUser(userId);
  }

  private static void tell(
      UserDays.StoredExpense expense, Optional<LocalDate> told, LateAlerts.OfUser late) {
    if (told.isPresent() && expense.entry().isPresent()) {
      late.expense(expense.expenseId(), told.get(), expense.entry().get());
    }
  }

  /** Looks at the user's days from the first one. */
  private Cursor walk(String userId, LateAlerts.OfUser late, Cursor at) {
    return user(
        userId, new PeekingIterator<>(parts.days().expensesOf(userId, Optional.empty())), late, at);
  }

  private boolean hasBudgets(String userId) {
    if (!askedForOwners) {
      budgetOwners = parts.budgetOwners().read();
      askedForOwners = true;
    }
    return budgetOwners.isEmpty() || budgetOwners.get().contains(userId);
  }

  private Cursor orphans(Cursor at) {
    Cursor now = at;
    if (at.day().isPresent()) {
      now = orphan(at.user().orElseThrow(), at);
      if (now.day().isPresent() || deadline.near()) {
        return now;
      }
    }
    Optional<Set<String>> known =
        totals.filter(all -> at.user().isEmpty()).flatMap(TotalsOfSegment::users);
    if (known.isPresent()) {
      return orphans(known.get().iterator(), now);
    }
    try (DynamoStoredDays.Pages<TotalsOfSegment.OfDay> days =
        parts.days().totals(share.segment(), share.segments(), now.user())) {
      return orphans(new UsersOf(days), now);
    }
  }

  /** Users of days, perhaps several times in a row. */
  private record UsersOf(Iterator<TotalsOfSegment.OfDay> days) implements Iterator<String> {
    @Override
    public boolean hasNext() {
      return days.hasNext();
    }

    @Override
    public String next() {
      return days.next().userId();
    }
  }

  private Cursor orphans(Iterator<String> users, Cursor at) {
    Cursor now = at;
    while (users.hasNext()) {
      String user = users.next();
      if (now.user().filter(user::equals).isPresent()) {
        continue;
      }
      now = hasExpenses(user) ? now.afterUser(user) : orphan(user, now);
      if (now.day().isPresent() || deadline.near()) {
        return now;
      }
    }
    return now.begin(Cursor.Phase.ALERTS);
  }

  /** Most users of a segment have expenses in it, too. */
  private boolean hasExpenses(String userId) {
    return seen.contains(userId) || parts.days().hasExpenses(userId);
  }

  private Cursor orphan(String userId, Cursor at) {
    Optional<DayDigest> stored = totals.flatMap(all -> all.of(userId));
    if (at.day().isEmpty() && stored.filter(digest -> digest.sum() == 0).isPresent()) {
      tally.user();
      tally.days(stored.get().days());
      return at.afterUser(userId); // Days on which nothing counts, as it should be.
    }
    return user(userId, new PeekingIterator<>(Collections.emptyIterator()), at);
  }

  /**
   * Looks at a user's days, and after them at what is due to the user.
   *
   * @return with a day if time was near before the user was done
   */
  private Cursor user(String userId, PeekingIterator<UserDays.StoredExpense> expenses, Cursor at) {
    List<String> months = at.day().isPresent() ? at.months() : List.of();
    boolean mayHaveBudgets = share.user().isPresent() || hasBudgets(userId);
    return user(userId, expenses, parts.lateAlerts().of(userId, months, mayHaveBudgets, tally), at);
  }

  private Cursor user(
      String userId,
      PeekingIterator<UserDays.StoredExpense> expenses,
      LateAlerts.OfUser late,
      Cursor at) {
    CompareDays.OfUser compared = parts.compareDays().of(userId, tally);
    UserDays days = new UserDays(userId, expenses, parts.days().totalsOf(userId, at.day()));
    for (Optional<String> date = days.nextDate(); date.isPresent(); date = days.nextDate()) {
      day(userId, date.get(), days, compared, late);
      if (deadline.near()) {
        late.raiseLarge();
        return at.afterDay(userId, date.get(), late.months());
      }
    }
    late.raiseAll();
    tally.user();
    return at.afterUser(userId);
  }

  private void day(
      String userId,
      String text,
      UserDays days,
      CompareDays.OfUser compared,
      LateAlerts.OfUser late) {
    tally.day();
    Optional<LocalDate> date = date(text);
    Optional<LocalDate> told = date.filter(share.alertMonths()::has);
    UserDays.Day day = days.take(expense -> see(expense, told, late));
    told.ifPresent(each -> late.day(each, day.agrees() ? day.stored() : Optional.empty()));
    if (date.isEmpty()) {
      LOG.error("day_unreadable", entry("user_id", userId), entry("date", text));
      tally.unreadable();
    } else if (!day.agrees()) {
      compared.compare(date.get());
    }
  }

  private static void see(
      UserDays.StoredExpense expense, Optional<LocalDate> told, LateAlerts.OfUser late) {
    if (expense.entry().isEmpty()) {
      LOG.error(
          "expense_unreadable",
          entry("user_id", expense.userId()),
          entry("expense_id", expense.expenseId()));
    } else {
      told.ifPresent(date -> late.expense(expense.expenseId(), date, expense.entry().get()));
    }
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private Optional<Cursor> alerts(Cursor at) {
    Optional<String> from = at.scan();
    do {
      DynamoPendingAlerts.Page page = pendingAlerts(from);
      takeUp(page.alerts());
      from = page.next();
    } while (from.isPresent() && !deadline.near());
    return from.map(at::atPage);
  }

  private DynamoPendingAlerts.Page pendingAlerts(Optional<String> from) {
    Instant now = parts.clock().instant();
    return share.user().isPresent()
        ? parts.pendingAlerts().pageOf(share.user().get(), now, from)
        : parts.pendingAlerts().page(share.segment(), share.segments(), now, from);
  }

  private void takeUp(List<DynamoPendingAlerts.Pending> alerts) {
    Map<String, List<Notice>> byUser = new LinkedHashMap<>();
    for (DynamoPendingAlerts.Pending alert : alerts) {
      if (alert.notice().isPresent()) {
        byUser
            .computeIfAbsent(alert.userId(), absent -> new ArrayList<>())
            .add(alert.notice().get());
      } else {
        LOG.error(
            "alert_unreadable", entry("user_id", alert.userId()), entry("alert", alert.alertId()));
        tally.unreadable();
      }
    }
    byUser.forEach((user, notices) -> parts.lateAlerts().raise(user, notices, tally));
  }
}
