package outlay.settings;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.store.AwsCalls;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.FilterPolicyLimitExceededException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.SubscriptionLimitExceededException;

/**
 * Users' own subscriptions to the topic of alerts: by e-mail, each with a filter policy that lets
 * one user's alerts through.
 *
 * <p>A topic has at most one subscription of an address, so subscribing again makes no second one:
 * while it waits to be confirmed, it sends the link again. Whose an address's subscription is, its
 * filter policy says; nothing is stored besides. To find it, the topic's subscriptions are read, a
 * hundred at a time: SNS allows 200 filter policies on a topic (more on request), so that is two
 * calls, and as many as there are hundreds where the quota was raised.
 *
 * <p>An address may be subscribed without such a policy, as finance's is by the template. It is
 * nobody's own: it gets everything, and is neither changed nor removed here.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html">Subscribe</a>
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/sns.html">SNS quotas</a>
 */
final class SnsSubscriptions {
  private static final String FILTER_POLICY = "FilterPolicy";
  private static final String EMAIL = "email";

  /** What SNS says in place of the ARN. */
  private static final String PENDING = "PendingConfirmation";

  private static final String DELETED = "Deleted";

  private final SnsClient sns;
  private final String topicArn;

  SnsSubscriptions(SnsClient sns, String topicArn) {
    this.sns = sns;
    this.topicArn = topicArn;
  }

  /** What the address's subscription is to this user. */
  private enum Kind {
    NONE,
    PENDING,
    OWN,
    /** Of an account that had this address before. */
    FORMER,
    /** Of everybody's alerts, or of some other choice that was not made here. */
    FOREIGN
  }

  private record Found(Kind kind, String arn) {
    static final Found NOTHING = new Found(Kind.NONE, "");
  }

  /** Whether the user's alerts are mailed to the user. */
  SubscriptionState state(Subscriber subscriber) {
    return switch (find(subscriber).kind()) {
      case NONE, FORMER -> SubscriptionState.NONE;
      case PENDING -> SubscriptionState.PENDING;
      case OWN, FOREIGN -> SubscriptionState.CONFIRMED;
    };
  }

  /**
   * Subscribes the user, unless that is done already. Again while it is pending, it sends the link
   * again.
   *
   * @throws Refusal {@code SUBSCRIPTIONS_EXHAUSTED}, {@code THROTTLED}, {@code UNAVAILABLE}
   */
  SubscriptionState subscribe(Subscriber subscriber) {
    Found found = find(subscriber);
    return switch (found.kind()) {
      case OWN, FOREIGN -> SubscriptionState.CONFIRMED;
      case FORMER -> {
        takeOver(found.arn(), subscriber);
        yield SubscriptionState.CONFIRMED; // The address was confirmed then, and is verified now.
      }
      case NONE, PENDING -> {
        ask(subscriber);
        yield SubscriptionState.PENDING;
      }
    };
  }

  /**
   * Ends the user's own subscription, if there is one. SNS ends none that is pending; it forgets it
   * by itself unless the link is followed.
   *
   * @throws Refusal {@code SUBSCRIPTION_NOT_OWN}, {@code THROTTLED}, {@code UNAVAILABLE}
   */
  void unsubscribe(Subscriber subscriber) {
    Found found = find(subscriber);
    switch (found.kind()) {
      case NONE, PENDING, FORMER -> {}
      case OWN ->
          AwsCalls.call(() -> sns.unsubscribe(request -> request.subscriptionArn(found.arn())));
      case FOREIGN ->
          throw new Refusal(
              Reason.SUBSCRIPTION_NOT_OWN,
              "Everybody's alerts are sent to this address; an administrator can change that.");
    }
  }

  private void ask(Subscriber subscriber) {
    try {
      AwsCalls.call(
          () ->
              sns.subscribe(
                  request ->
                      request
                          .topicArn(topicArn)
                          .protocol(EMAIL)
                          .endpoint(subscriber.email())
                          .attributes(
                              Map.of(FILTER_POLICY, FilterPolicy.of(subscriber.userId())))));
    } catch (FilterPolicyLimitExceededException | SubscriptionLimitExceededException full) {
      throw exhausted(full);
    } catch (InvalidParameterException subscribedMeanwhile) {
      // "Subscription already exists with different attributes": the list was behind.
      throw new Refusal(
          Reason.UNAVAILABLE, "The subscription is being changed; try again.", subscribedMeanwhile);
    }
  }

  private void takeOver(String arn, Subscriber subscriber) {
    try {
      AwsCalls.call(
          () ->
              sns.setSubscriptionAttributes(
                  request ->
                      request
                          .subscriptionArn(arn)
                          .attributeName(FILTER_POLICY)
                          .attributeValue(FilterPolicy.of(subscriber.userId()))));
    } catch (FilterPolicyLimitExceededException full) {
      throw exhausted(full);
    }
  }

  private static Refusal exhausted(RuntimeException full) {
    return new Refusal(
        Reason.SUBSCRIPTIONS_EXHAUSTED,
        "As many people as can be have subscribed; an administrator can have the quota raised.",
        full);
  }

  /** A confirmed one is preferred to one that is pending. */
  private Found find(Subscriber subscriber) {
    Optional<String> arn =
        AwsCalls.call(
            () ->
                sns
                    .listSubscriptionsByTopicPaginator(request -> request.topicArn(topicArn))
                    .subscriptions()
                    .stream()
                    .filter(subscription -> isOf(subscriber, subscription))
                    .map(Subscription::subscriptionArn)
                    .filter(each -> !each.equals(DELETED))
                    .min(Comparator.comparing(PENDING::equals)));
    return arn.map(each -> each.equals(PENDING) ? pending() : confirmed(each, subscriber))
        .orElse(Found.NOTHING);
  }

  private static boolean isOf(Subscriber subscriber, Subscription subscription) {
    return subscription.protocol().equals(EMAIL)
        && subscription.endpoint().equalsIgnoreCase(subscriber.email());
  }

  private static Found pending() {
    return new Found(Kind.PENDING, "");
  }

  private Found confirmed(String arn, Subscriber subscriber) {
    Map<String, String> attributes;
    try {
      attributes =
          AwsCalls.call(() -> sns.getSubscriptionAttributes(get -> get.subscriptionArn(arn)))
              .attributes();
    } catch (NotFoundException unsubscribedMeanwhile) {
      return Found.NOTHING;
    }
    Optional<String> user = FilterPolicy.user(attributes.getOrDefault(FILTER_POLICY, ""));
    Kind kind =
        user.map(of -> of.equals(subscriber.userId()) ? Kind.OWN : Kind.FORMER)
            .orElse(Kind.FOREIGN);
    return new Found(kind, arn);
  }
}
