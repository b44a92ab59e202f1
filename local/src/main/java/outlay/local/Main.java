package outlay.local;

import java.nio.file.Path;
import picocli.CommandLine;

/** The command line behind the script {@code run}. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and exits: 0 if it did what it should, 1 with a message if it could not, 2 if
   * it was not understood.
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new RunCommand())
        .setExecutionExceptionHandler(Main::report)
        .setUsageHelpAutoWidth(true);
  }

  /** A complaint needs no stack trace; anything else does. */
  private static int report(
      Exception failed, CommandLine command, CommandLine.ParseResult arguments) {
    if (failed instanceof Complaint || failed instanceof outlay.local.template.TemplateRefused) {
      command.getErr().println(failed.getMessage());
    } else {
      failed.printStackTrace(command.getErr());
    }
    return 1;
  }

  /** The repository: the script says where it is. */
  static Path home() {
    return Path.of(System.getProperty("outlay.home", "")).toAbsolutePath().normalize();
  }
}
