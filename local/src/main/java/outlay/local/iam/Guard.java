package outlay.local.iam;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.edge.Answer;
import outlay.local.edge.Backend;
import outlay.local.edge.Call;
import outlay.local.edge.Errors;
import outlay.local.edge.Interceptor;

/**
 * Refuses what the role of the calling function does not allow, with the error that AWS gives, and
 * remembers which permissions were of use. Callers without a role, as the operator, may do
 * everything.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public final class Guard implements Interceptor {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final Map<String, Role> roles;
  private final Needs needs;
  private final String account;
  private final Set<Grant> used = ConcurrentHashMap.newKeySet();

  /**
   * @param roles by the name of the caller
   */
  public Guard(Map<String, Role> roles, String region, String account) {
    this.roles = Map.copyOf(roles);
    this.needs = new Needs(region, account);
    this.account = account;
  }

  /** An action on a resource, as a role's statement writes them. */
  public record Grant(String role, String sid, String action, String resource)
      implements Comparable<Grant> {
    @Override
    public int compareTo(Grant other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return role + " " + sid + " " + action + " " + resource;
    }
  }

  @Override
  public Answer intercept(Call incoming, Backend next) throws IOException {
    Role role = roles.get(incoming.caller());
    Call call = role == null ? incoming : S3Needs.readable(incoming);
    if (role != null) {
      for (Access access : needs.of(call)) {
        if (!allows(role, access)) {
          LOG.atWarn()
              .addKeyValue("function", call.caller())
              .addKeyValue("role", role.name())
              .addKeyValue("missing", access)
              .log("access_denied");
          return denied(call, role, access);
        }
      }
    }
    return next.answer(call);
  }

  /**
   * Whether a function's role allows what a service of AWS does in its name, such as reading a
   * stream for it.
   */
  public boolean allows(String caller, String action, String resource) {
    Role role = roles.get(caller);
    return role == null || allows(role, new Access(action, resource));
  }

  private boolean allows(Role role, Access access) {
    if (!role.allows(access)) {
      return false;
    }
    for (Statement statement : role.statements()) {
      if (statement.matches(access)) {
        grants(role, statement).stream()
            .filter(grant -> Statement.isAction(grant.action(), access))
            .filter(grant -> Statement.isLike(grant.resource(), access.resource()))
            .forEach(used::add);
      }
    }
    return true;
  }

  /** Everything that the roles allow. */
  public Set<Grant> granted() {
    Set<Grant> granted = new TreeSet<>();
    for (Role role : roles.values()) {
      role.statements().stream()
          .filter(Statement::allows)
          .forEach(statement -> granted.addAll(grants(role, statement)));
    }
    return granted;
  }

  /** What of it was of use so far. */
  public Set<Grant> used() {
    return new TreeSet<>(used);
  }

  private static List<Grant> grants(Role role, Statement statement) {
    return statement.actions().stream()
        .flatMap(
            action ->
                statement.resources().stream()
                    .map(resource -> new Grant(role.name(), statement.sid(), action, resource)))
        .toList();
  }

  private Answer denied(Call call, Role role, Access access) {
    String message =
        "User: arn:aws:sts::%s:assumed-role/%s/%s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action"
            .formatted(
                account,
                role.name(),
                call.caller(),
                access.action(),
                access.resource(),
                access.action());
    return switch (call.service()) {
      case "sns" -> Errors.xml(403, "AuthorizationError", message);
      case "s3" -> Errors.s3(403, "AccessDenied", message);
      case "rds-data", "lambda" -> Errors.json(403, "AccessDeniedException", message);
      default -> Errors.json(400, "AccessDeniedException", message);
    };
  }
}
