package outlay.bench.drills;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import outlay.bench.Environment;
import outlay.bench.Killer;
import outlay.bench.replay.Report;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Kills workers of jobs in the middle of their runs, or nobody. Lets their steps come again soon
 * for as long as it is open: else a drill would wait for twelve minutes each time.
 */
final class WorkerKiller implements AutoCloseable {
  private static final String SECONDS_HIDDEN = "15";
  private static final int MOST_A_RUN = 3; // After five attempts, a step is given up.
  private static final int LONGEST_PAUSE_MILLIS = 150;

  private final SqsClient sqs;
  private final Optional<Killer> killer;
  private final Random random;
  private final Map<String, String> secondsBefore = new HashMap<>();
  private int ofThisRun;

  /**
   * @param seed none if nobody is to be killed
   * @param jobs functions that take steps from queues of their own
   */
  WorkerKiller(SqsClient sqs, Environment environment, Optional<Long> seed, List<String> jobs) {
    this.sqs = sqs;
    this.killer = seed.map(each -> Killer.of(environment.folder().resolve("run"), each));
    this.random = new Random(seed.orElse(0L));
    if (killer.isPresent()) {
      jobs.forEach(this::hurry);
    }
  }

  private void hurry(String job) {
    String url = sqs.getQueueUrl(get -> get.queueName("outlay-" + job + "Steps")).queueUrl();
    String before =
        sqs.getQueueAttributes(
                get -> get.queueUrl(url).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
            .attributes()
            .get(QueueAttributeName.VISIBILITY_TIMEOUT);
    secondsBefore.put(url, before);
    hide(url, SECONDS_HIDDEN);
  }

  private void hide(String url, String seconds) {
    sqs.setQueueAttributes(
        set ->
            set.queueUrl(url).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, seconds)));
  }

  /** Another run begins. */
  void begin() {
    ofThisRun = 0;
  }

  /**
   * Kills a worker of the job, if enough of this run were not killed yet.
   *
   * @return how long to wait until the next one, in milliseconds; none if there is to be none
   */
  Optional<Integer> kill(String job) {
    if (killer.isEmpty() || ofThisRun >= MOST_A_RUN) {
      return Optional.empty();
    }
    if (killer.get().killOne(job::equals).isPresent()) {
      ofThisRun++;
    }
    return Optional.of(random.nextInt(LONGEST_PAUSE_MILLIS));
  }

  /** Says who was killed; that nobody was, though somebody was to be, is a difference. */
  List<String> report(Report report) {
    if (killer.isEmpty()) {
      return List.of();
    }
    report.kills(killer.get().seed(), killer.get().kills());
    return killer.get().kills().isEmpty() ? List.of("no worker was killed") : List.of();
  }

  @Override
  public void close() {
    secondsBefore.forEach(this::hide);
  }
}
