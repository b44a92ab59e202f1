package outlay.jobs.report;

import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** Events on Outlay's bus: source {@value #SOURCE}, detail type {@value #TYPE}. */
final class EventBridgeReportEvents implements ReportEvents {
  static final String SOURCE = "outlay.reports";
  static final String TYPE = "ReportPublished";

  private final EventBridgeClient eventBridge;
  private final String bus;

  EventBridgeReportEvents(EventBridgeClient eventBridge, String bus) {
    this.eventBridge = eventBridge;
    this.bus = bus;
  }

  /**
   * Puts the event on the bus.
   *
   * @throws IllegalStateException if the bus took the call but not the event
   * @see <a
   *     href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">PutEvents:
   *     an entry fails by itself</a>
   */
  @Override
  public void published(ReportPublished event) {
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .eventBusName(bus)
            .source(SOURCE)
            .detailType(TYPE)
            .detail(ReportJson.write(event))
            .build();
    PutEventsResponse response = eventBridge.putEvents(put -> put.entries(entry));
    if (response.failedEntryCount() > 0) {
      throw new IllegalStateException(
          "the bus took no event: " + response.entries().get(0).errorCode());
    }
  }
}
