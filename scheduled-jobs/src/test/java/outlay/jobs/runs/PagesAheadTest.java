package outlay.jobs.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PagesAheadTest {
  private final AtomicInteger read = new AtomicInteger();

  /** Three pages: 0, 1, 2. */
  private PagesAhead<Integer> three() {
    return new PagesAhead<>(
        at -> {
          read.incrementAndGet();
          return at.map(Integer::valueOf).orElse(0);
        },
        page -> page < 2 ? Optional.of(Integer.toString(page + 1)) : Optional.empty(),
        Optional.empty());
  }

  @Test
  void take_givesAllPagesInOrder_andNoMore() {
    List<Integer> taken = new ArrayList<>();

    try (PagesAhead<Integer> pages = three()) {
      while (pages.hasNext()) {
        taken.add(pages.take());
      }
      assertThatThrownBy(pages::take).isInstanceOf(NoSuchElementException.class);
    }

    assertThat(taken).containsExactly(0, 1, 2);
    assertThat(read).hasValue(3);
  }

  @Test
  void take_begins_toReadTheNextPage() throws InterruptedException {
    CountDownLatch secondIsRead = new CountDownLatch(1);
    try (PagesAhead<Integer> pages =
        new PagesAhead<>(
            at -> {
              at.ifPresent(second -> secondIsRead.countDown());
              return at.map(Integer::valueOf).orElse(0);
            },
            page -> page < 1 ? Optional.of("1") : Optional.empty(),
            Optional.empty())) {
      pages.take();

      secondIsRead.await(); // Though nobody asked for it.
      assertThat(pages.take()).isOne();
    }
  }

  @Test
  void take_whatFailed_failsAlike() {
    try (PagesAhead<Integer> pages =
        new PagesAhead<>(
            at -> {
              throw new IllegalStateException("the table is out of reach");
            },
            page -> Optional.empty(),
            Optional.empty())) {
      assertThatThrownBy(pages::take).hasMessage("the table is out of reach");
    }
  }

  @Test
  void close_waitsForThePageThatNobodyTakes() {
    PagesAhead<Integer> pages = three();
    pages.take();

    pages.close();

    assertThat(read).hasValue(2);
  }
}
