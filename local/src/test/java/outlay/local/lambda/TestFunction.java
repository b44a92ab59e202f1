package outlay.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/**
 * What the tests run as a function: does what the event's {@code do} names. Knows only {@code
 * java.*}, so a jar of this one class is a whole function.
 */
public final class TestFunction {
  private static final int INVOCATIONS_BYTES = 7 * 1024 * 1024;
  private int invocations;

  public TestFunction() {
    if (System.getenv("FAIL_INIT") != null) {
      throw new IllegalStateException("cannot start");
    }
    if (System.getenv("EXIT_INIT") != null) {
      Runtime.getRuntime().halt(3);
    }
  }

  public void handle(InputStream event, OutputStream answer) throws IOException {
    String text = new String(event.readAllBytes(), UTF_8);
    invocations++;
    switch (whatToDo(text)) {
      case "throw" -> throw new IllegalStateException("as told");
      case "exit" -> Runtime.getRuntime().halt(7);
      case "sleep" -> sleep();
      case "nap" -> nap();
      case "large" -> answer.write(new byte[INVOCATIONS_BYTES]);
      case "count" -> write(answer, ProcessHandle.current().pid() + " " + invocations);
      case "environment" -> write(answer, System.getenv() + " " + System.getProperties());
      case "print" -> {
        System.out.println("printed ₹");
        write(answer, "ok");
      }
      default -> write(answer, text);
    }
  }

  private static String whatToDo(String event) {
    if (event.contains("told to fail")) {
      return "throw"; // In a message, where quotes are escaped.
    }
    String key = "\"do\":\"";
    int start = event.indexOf(key);
    return start < 0
        ? "echo"
        : event.substring(start + key.length(), event.indexOf('"', start + key.length()));
  }

  private static void write(OutputStream answer, String text) throws IOException {
    answer.write(text.getBytes(UTF_8));
  }

  private static void sleep() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Long enough that others must find this instance busy. */
  private static void nap() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
