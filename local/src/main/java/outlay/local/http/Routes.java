package outlay.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request: the most specific one that matches. A text segment goes before a
 * variable, a variable before a greedy one, a method before {@code ANY}, and {@code $default} last.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html">
 *     Routes for HTTP APIs</a>
 */
final class Routes {
  /**
   * @param pathParameters decoded
   */
  record Match(Route route, Map<String, String> pathParameters, Optional<TokenBucket> bucket) {}

  /** A route, its path taken apart, and its own throttling. */
  private record Candidate(Route route, List<String> segments, Optional<TokenBucket> bucket) {
    boolean isDefault() {
      return route.path().equals(Route.DEFAULT);
    }

    /** Compares as text: the smaller is the more specific. */
    String rank() {
      StringBuilder rank = new StringBuilder(isDefault() ? "1" : "0");
      for (String segment : segments) {
        rank.append(isGreedy(segment) ? '2' : isVariable(segment) ? '1' : '0');
      }
      return rank.append(route.method().equals(Route.ANY) ? '1' : '0').toString();
    }
  }

  private final List<Candidate> candidates;

  Routes(List<Route> routes, Optional<Throttling> throttling, LongSupplier nanoTime) {
    this.candidates =
        routes.stream()
            .map(
                route ->
                    new Candidate(
                        route,
                        segments(route.path()),
                        throttling.map(limit -> new TokenBucket(limit, nanoTime))))
            .sorted(Comparator.comparing(Candidate::rank))
            .toList();
  }

  /**
   * @param rawPath as it was sent, still encoded
   */
  Optional<Match> find(String method, String rawPath) {
    List<String> path = segments(rawPath);
    return candidates.stream()
        .filter(
            one -> one.route().method().equals(method) || one.route().method().equals(Route.ANY))
        .flatMap(one -> match(one, path))
        .findFirst();
  }

  private static Stream<Match> match(Candidate candidate, List<String> path) {
    Map<String, String> parameters =
        candidate.isDefault() ? Map.of() : parameters(candidate.segments(), path);
    return parameters == null
        ? Stream.empty()
        : Stream.of(new Match(candidate.route(), parameters, candidate.bucket()));
  }

  /** Null if the path is another one. */
  private static @Nullable Map<String, String> parameters(List<String> pattern, List<String> path) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      String segment = pattern.get(i);
      if (i >= path.size() || (isVariable(segment) && path.get(i).isEmpty())) {
        return null;
      }
      if (isGreedy(segment)) {
        String rest = String.join("/", path.subList(i, path.size()));
        parameters.put(segment.substring(1, segment.length() - 2), decode(rest));
        return parameters;
      }
      if (isVariable(segment)) {
        parameters.put(segment.substring(1, segment.length() - 1), decode(path.get(i)));
      } else if (!segment.equals(path.get(i))) {
        return null;
      }
    }
    return pattern.size() == path.size() ? parameters : null;
  }

  /** A plus sign is itself in a path. */
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static boolean isGreedy(String segment) {
    return isVariable(segment) && segment.endsWith("+}");
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int from = path.startsWith("/") ? 1 : 0;
    for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
      segments.add(path.substring(from, slash));
      from = slash + 1;
    }
    segments.add(path.substring(from));
    return segments;
  }
}
