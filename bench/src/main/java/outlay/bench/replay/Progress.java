package outlay.bench.replay;

import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on standard error: a bar that moves on a terminal, else a line now and then. */
final class Progress {
  private static final Duration LINE_EVERY = Duration.ofSeconds(10);
  private static final int LINE_LENGTH = 100;

  private final boolean isTerminal;

  Progress(boolean isTerminal) {
    this.isTerminal = isTerminal;
  }

  /** A bar, gone when it is closed. */
  ProgressBar start(String task, long steps) {
    ProgressBarBuilder bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII)
            .showSpeed();
    if (!isTerminal) {
      bar.setUpdateIntervalMillis((int) LINE_EVERY.toMillis())
          .setConsumer(new DelegatingProgressBarConsumer(System.err::println, LINE_LENGTH));
    }
    return bar.build();
  }
}
