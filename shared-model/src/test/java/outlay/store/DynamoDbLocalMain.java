package outlay.store;

import java.io.IOException;

/**
 * Runs DynamoDB Local in a JVM of its own, until its standard input ends: so it ends with whoever
 * started it, even when that is killed.
 */
final class DynamoDbLocalMain {
  /** Written once the server takes requests. */
  static final String READY = "outlay: DynamoDB Local is ready";

  private DynamoDbLocalMain() {}

  public static void main(String[] args) throws ReflectiveOperationException, IOException {
    // Not on the class path that this is compiled with: no jar of ours is built with it.
    Class.forName("software.amazon.dynamodb.services.local.main.ServerRunner")
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // Nothing is said to it; only the end is waited for.
    }
    Runtime.getRuntime().halt(0);
  }
}
