package outlay.jobs.runs;

final class InMemoryRunStoreTest extends RunStoreContract {
  @Override
  RunStore store() {
    return new InMemoryRunStore();
  }
}
