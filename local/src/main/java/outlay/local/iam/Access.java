package outlay.local.iam;

import java.util.Map;

/**
 * Something that a caller must be allowed to do.
 *
 * @param action as IAM names it: {@code dynamodb:PutItem}
 * @param resource the ARN that it is done to, or {@code *} where the action knows none
 * @param context what conditions may ask for, by condition key in lower case
 */
record Access(String action, String resource, Map<String, String> context) {
  Access {
    context = Map.copyOf(context);
  }

  Access(String action, String resource) {
    this(action, resource, Map.of());
  }

  @Override
  public String toString() {
    return action + " on " + resource;
  }
}
