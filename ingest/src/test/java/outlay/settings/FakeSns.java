package outlay.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.FilterPolicyLimitExceededException;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;

/** One topic, as SNS keeps its subscriptions: listed a hundred at a time, pending ones nameless. */
final class FakeSns implements SnsClient {
  static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:alerts";
  private static final int PAGE = 100;

  /** A subscription; its attributes are those that were set. */
  static final class Entry {
    final String arn;
    final String endpoint;
    final Map<String, String> attributes;
    boolean confirmed;

    Entry(String endpoint, Map<String, String> attributes, boolean confirmed) {
      this.arn = TOPIC + ":" + UUID.randomUUID();
      this.endpoint = endpoint;
      this.attributes = new HashMap<>(attributes);
      this.confirmed = confirmed;
    }
  }

  final Map<String, Entry> byEndpoint = new LinkedHashMap<>();
  final List<String> links = new ArrayList<>();
  int maxFilterPolicies = 200;
  @Nullable RuntimeException failure;

  void add(String endpoint, Map<String, String> attributes) {
    byEndpoint.put(endpoint, new Entry(endpoint, attributes, true));
  }

  /** The attributes of an address's subscription. */
  Map<String, String> attributes(String endpoint) {
    return Optional.ofNullable(byEndpoint.get(endpoint)).orElseThrow().attributes;
  }

  /** Follows the link in the mail. */
  void confirm(String endpoint) {
    Optional.ofNullable(byEndpoint.get(endpoint)).orElseThrow().confirmed = true;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public SubscribeResponse subscribe(SubscribeRequest request) {
    fail();
    Entry there = byEndpoint.get(request.endpoint());
    if (there != null && there.confirmed) {
      if (!there.attributes.equals(request.attributes())) {
        throw InvalidParameterException.builder()
            .message("Subscription already exists with different attributes")
            .statusCode(400)
            .build();
      }
      return SubscribeResponse.builder().subscriptionArn(there.arn).build();
    }
    long policies =
        byEndpoint.values().stream()
            .filter(each -> each.attributes.containsKey("FilterPolicy"))
            .count();
    if (there == null && policies >= maxFilterPolicies) {
      throw FilterPolicyLimitExceededException.builder()
          .message("Filter policy limit exceeded")
          .statusCode(403)
          .build();
    }
    byEndpoint.put(request.endpoint(), new Entry(request.endpoint(), request.attributes(), false));
    links.add(request.endpoint());
    return SubscribeResponse.builder().subscriptionArn("pending confirmation").build();
  }

  @Override
  public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(
      ListSubscriptionsByTopicRequest request) {
    fail();
    List<Entry> all = List.copyOf(byEndpoint.values());
    int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    int to = Math.min(all.size(), from + PAGE);
    return ListSubscriptionsByTopicResponse.builder()
        .subscriptions(
            all.subList(from, to).stream()
                .map(
                    entry ->
                        Subscription.builder()
                            .protocol("email")
                            .endpoint(entry.endpoint)
                            .subscriptionArn(entry.confirmed ? entry.arn : "PendingConfirmation")
                            .build())
                .toList())
        .nextToken(to < all.size() ? Integer.toString(to) : null)
        .build();
  }

  @Override
  public GetSubscriptionAttributesResponse getSubscriptionAttributes(
      GetSubscriptionAttributesRequest request) {
    return GetSubscriptionAttributesResponse.builder()
        .attributes(find(request.subscriptionArn()).attributes)
        .build();
  }

  @Override
  public SetSubscriptionAttributesResponse setSubscriptionAttributes(
      SetSubscriptionAttributesRequest request) {
    find(request.subscriptionArn())
        .attributes
        .put(request.attributeName(), request.attributeValue());
    return SetSubscriptionAttributesResponse.builder().build();
  }

  @Override
  public UnsubscribeResponse unsubscribe(UnsubscribeRequest request) {
    byEndpoint.remove(find(request.subscriptionArn()).endpoint);
    return UnsubscribeResponse.builder().build();
  }

  private Entry find(String arn) {
    return byEndpoint.values().stream()
        .filter(entry -> entry.confirmed && entry.arn.equals(arn))
        .findFirst()
        .orElseThrow();
  }

  private void fail() {
    if (failure != null) {
      throw failure;
    }
  }
}
