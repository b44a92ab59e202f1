package outlay.alerts;

import outlay.model.Alert;

class InMemoryAlertLogTest extends AlertLogContract {
  private final InMemoryAlertLog log = new InMemoryAlertLog();

  @Override
  AlertLog log() {
    return log;
  }

  @Override
  String state(Alert alert) {
    return log.state(alert);
  }
}
