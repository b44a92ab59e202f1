package outlay.bench;

import picocli.CommandLine;

/**
 * How every command of this module is run. Exit codes: 0, it was tried to its end and holds; 1,
 * something differs; 2, it could not be run.
 */
public final class Commands {
  public static final int EXIT_COULD_NOT_RUN = 2;

  private Commands() {}

  /**
   * Everything but the end of the process: the exit code. What whoever called can mend is said in a
   * sentence, anything else with its stack.
   */
  public static int run(CommandLine command, String... args) {
    command.setOverwrittenOptionsAllowed(true); // The scripts pass their own first.
    command.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          if (failure instanceof IllegalArgumentException) {
            System.err.println(failure.getMessage());
          } else {
            failure.printStackTrace();
          }
          return EXIT_COULD_NOT_RUN;
        });
    return command.execute(args);
  }
}
