package outlay.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outlay.edge.HttpRequest;
import outlay.edge.HttpResponse;
import outlay.edge.Json;
import outlay.edge.RequestReader;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.model.Violation;

/**
 * The subscription to one's own alerts, by one's own e-mail. No request names an address: it is
 * always the verified one of the token's user.
 */
final class SubscriptionCommands {
  private final Profiles profiles;
  private final SnsSubscriptions subscriptions;

  SubscriptionCommands(Profiles profiles, SnsSubscriptions subscriptions) {
    this.profiles = profiles;
    this.subscriptions = subscriptions;
  }

  /** 200 with the state, and the address if the user has a verified one. */
  HttpResponse get(HttpRequest request) {
    check(request);
    Optional<Subscriber> subscriber = subscriber(request);
    return answer(subscriber.map(subscriptions::state).orElse(SubscriptionState.NONE), subscriber);
  }

  /**
   * 200 with the state, which is {@code pending} until the link in the mail is followed; again, the
   * same, and the link is sent again.
   *
   * @throws Refusal 409 if there is no verified address, or nobody else can subscribe
   */
  HttpResponse put(HttpRequest request) {
    check(request);
    RequestReader.readNothing(request);
    Subscriber subscriber =
        subscriber(request)
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.EMAIL_NOT_VERIFIED, "Verify your e-mail address, and try again."));
    return answer(subscriptions.subscribe(subscriber), Optional.of(subscriber));
  }

  /**
   * 204, also if there is none.
   *
   * @throws Refusal 409 if the address gets everybody's alerts
   */
  HttpResponse delete(HttpRequest request) {
    check(request);
    subscriber(request).ifPresent(subscriptions::unsubscribe);
    return new HttpResponse(204, Map.of(), "");
  }

  private static void check(HttpRequest request) {
    List<Violation> violations = new ArrayList<>();
    request.query().check(Set.of(), violations);
    if (!violations.isEmpty()) {
      throw Refusal.invalid(violations);
    }
  }

  private Optional<Subscriber> subscriber(HttpRequest request) {
    return profiles
        .verifiedEmail(request.userId(), request.header("authorization").orElse(""))
        .map(email -> new Subscriber(request.userId(), email));
  }

  private static HttpResponse answer(SubscriptionState state, Optional<Subscriber> subscriber) {
    return HttpResponse.json(
        200,
        Map.of("cache-control", "no-store"),
        Json.object(
            json -> {
              json.writeStringField("state", state.wireName());
              if (subscriber.isPresent()) {
                json.writeStringField("email", subscriber.get().email());
              }
            }));
  }
}
