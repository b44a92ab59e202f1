package outlay.local.http;

/**
 * How much each route takes.
 *
 * @param ratePerSecond requests a second in the long run
 * @param burst requests at once
 */
public record Throttling(double ratePerSecond, int burst) {}
