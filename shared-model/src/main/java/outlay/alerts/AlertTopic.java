package outlay.alerts;

/** Where people and programs are told. */
public interface AlertTopic {
  /**
   * Publishes the message. A second attempt publishes it again.
   *
   * @return the id that it was given
   */
  String publish(AlertMessage message);
}
