package outlay.local.child;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class, and ends the JVM as soon as its standard input ends.
 *
 * <p>The parent holds the other end of the pipe and never writes to it. The system closes it when
 * the parent is gone, however it went, so no child outlives a parent that was killed with {@code
 * kill -9}. This works on every system that has pipes; process groups and Linux's {@code
 * PR_SET_PDEATHSIG} do not. A parent that gives no pipe (standard input closed, or from {@code
 * /dev/null}) ends the child at once.
 */
public final class Child {
  private static final int PARENT_IS_GONE = 1;

  private Child() {}

  /**
   * Calls the main method of the class that the first argument names with the other arguments.
   *
   * @throws Throwable what that main method throws
   */
  public static void main(String[] arguments) throws Throwable {
    if (arguments.length == 0) {
      throw new IllegalArgumentException("the first argument names the main class");
    }
    Thread watch = new Thread(Child::haltWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    try {
      Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  /** Halts rather than exits: a shutdown hook that hangs must not keep the child alive. */
  private static void haltWithParent() {
    InputStream parent = System.in;
    try {
      while (parent.read() >= 0) {
        // Nothing is said over this pipe; only its end matters.
      }
    } catch (IOException broken) {
      System.err.println("The pipe to the parent process broke: " + broken);
    }
    Runtime.getRuntime().halt(PARENT_IS_GONE);
  }
}
