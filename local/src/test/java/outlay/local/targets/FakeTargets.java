package outlay.local.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Targets that remember what they got, and fail as they are told. */
public final class FakeTargets implements Targets, DeadLetters {
  /** What was sent, as {@code arn payload}, attempts that failed included. */
  public final List<String> sent = new ArrayList<>();

  public final List<Letter> letters = new ArrayList<>();

  private Function<String, @Nullable TargetFailed> failure = arn -> null;

  /** A dead letter. */
  public record Letter(String queue, String body, Map<String, String> attributes) {}

  /** How sending to an ARN fails from now on; null: not at all. */
  public void failWith(Function<String, @Nullable TargetFailed> chosen) {
    failure = chosen;
  }

  @Override
  public void send(String arn, String payload) throws TargetFailed {
    sent.add(arn + " " + payload);
    TargetFailed failed = failure.apply(arn);
    if (failed != null) {
      throw failed;
    }
  }

  @Override
  public void send(String queueArn, String body, Map<String, String> attributes) {
    letters.add(new Letter(queueArn, body, attributes));
  }
}
