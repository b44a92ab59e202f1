package outlay.local.faults;

import java.time.Duration;
import java.util.Set;
import outlay.local.edge.Call;

/**
 * Which calls a fault befalls, and how often. {@link #of} befalls every call of every caller; each
 * of the other methods narrows it.
 *
 * @param rate the share of the calls that match, 0 to 1. The rates of all rules that match a call
 *     add up to 1 at most
 * @param callers functions' names; empty: any caller
 * @param services signing names, such as {@code dynamodb}; empty: any
 * @param actions as in {@link Call}; empty: any
 * @param nthCall only the n-th call of an invocation, from 1, retries counted; 0: each
 * @param times it befalls so many calls at most
 * @param shortest for {@link Fault#APPLIED_LATE}: held for so long at least
 * @param longest and for so long at most
 */
public record Rule(
    Fault fault,
    double rate,
    Set<String> callers,
    Set<String> services,
    Set<String> actions,
    int nthCall,
    long times,
    Duration shortest,
    Duration longest) {
  public Rule {
    callers = Set.copyOf(callers);
    services = Set.copyOf(services);
    actions = Set.copyOf(actions);
    if (!(rate >= 0 && rate <= 1) || nthCall < 0 || shortest.compareTo(longest) > 0) {
      throw new IllegalArgumentException("Not a rule: " + fault + " at " + rate + ", " + nthCall);
    }
  }

  /** A fault of this share of all calls. */
  public static Rule of(Fault fault, double rate) {
    return new Rule(
        fault,
        rate,
        Set.of(),
        Set.of(),
        Set.of(),
        0,
        Long.MAX_VALUE,
        Duration.ofMillis(800),
        Duration.ofSeconds(60));
  }

  /** Of these functions' calls only. */
  public Rule from(Set<String> functions) {
    return new Rule(fault, rate, functions, services, actions, nthCall, times, shortest, longest);
  }

  /** Of one function's calls only. */
  public Rule from(String function) {
    return from(Set.of(function));
  }

  /** Of calls to this service only. */
  public Rule to(String service) {
    return new Rule(
        fault, rate, callers, Set.of(service), actions, nthCall, times, shortest, longest);
  }

  /** Of these actions only. */
  public Rule on(String... some) {
    return new Rule(
        fault, rate, callers, services, Set.of(some), nthCall, times, shortest, longest);
  }

  /** Of the n-th call of an invocation only, counted from 1. */
  public Rule atCall(int n) {
    return new Rule(fault, rate, callers, services, actions, n, times, shortest, longest);
  }

  /** At most so often. */
  public Rule atMost(long often) {
    return new Rule(fault, rate, callers, services, actions, nthCall, often, shortest, longest);
  }

  /** Held for a time between these two, where it is {@link Fault#APPLIED_LATE}. */
  public Rule held(Duration atLeast, Duration atMost) {
    return new Rule(fault, rate, callers, services, actions, nthCall, times, atLeast, atMost);
  }

  /**
   * Whether the call is one of those.
   *
   * @param nth which call of its invocation it is, from 1; 0 if it is of none
   */
  boolean matches(Call call, int nth) {
    return isAnyOr(callers, call.caller())
        && isAnyOr(services, call.service())
        && isAnyOr(actions, call.action())
        && (nthCall == 0 || nthCall == nth);
  }

  private static boolean isAnyOr(Set<String> names, String name) {
    return names.isEmpty() || names.contains(name);
  }
}
