package outlay.settings;

/**
 * Who alerts are mailed to.
 *
 * @param email the user's own, verified
 */
record Subscriber(String userId, String email) {}
