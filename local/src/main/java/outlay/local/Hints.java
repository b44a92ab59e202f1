package outlay.local;

import java.nio.file.Path;

/**
 * What to type first.
 *
 * @param run the command, as it is typed
 * @param env the file to source
 * @param option what a command needs to find the data
 */
record Hints(String run, String env, String option) {
  static Hints of(Settings settings) {
    Path usual = settings.home().resolve(".local");
    String run = RunCommand.shown(settings.home().resolve("run"));
    String data = RunCommand.shown(settings.data());
    return new Hints(
        run.startsWith("/") ? run : "./" + run,
        (data.startsWith("/") ? data : "./" + data) + "/env",
        settings.data().equals(usual) ? "" : " --data " + data);
  }

  /** Commands that record an expense large enough for an alert. */
  String firstExpense() {
    return """
        . %s
        curl "$OUTLAY_API/expenses" -H "Authorization: Bearer $(%s token ann%s)" \\
          -H "Content-Type: application/json" \\
          -d '{"date": "2026-01-22", "category": "Travel", "amount": 720}'
        aws dynamodb scan --table-name "$OUTLAY_TOTALS_TABLE"\
        """
        .formatted(env, run, option);
  }
}
