package outlay.settings;

/** Whether a user's alerts are mailed to the user. */
enum SubscriptionState {
  NONE("none"),

  /** The link in the mail was not followed yet. SNS forgets it after two days. */
  PENDING("pending"),

  CONFIRMED("confirmed");

  private final String wireName;

  SubscriptionState(String wireName) {
    this.wireName = wireName;
  }

  /** What stands in JSON. */
  String wireName() {
    return wireName;
  }
}
