package outlay.query;

class InMemoryAlertReaderTest extends AlertReaderContract {
  private final InMemoryAlertReader reader = new InMemoryAlertReader();

  @Override
  AlertReader reader() {
    return reader;
  }

  @Override
  void put(AlertReader.Raised alert) {
    reader.put(alert);
  }
}
