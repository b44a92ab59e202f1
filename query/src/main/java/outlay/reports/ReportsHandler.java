package outlay.reports;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import outlay.edge.HttpEdge;
import outlay.edge.HttpRequest;
import outlay.edge.HttpResponse;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.store.Settings;

/** Every route that leads to reports. */
public final class ReportsHandler implements RequestStreamHandler {
  private final HttpEdge edge;
  private final ReportQueries reports;

  /** Wired from the environment, as Lambda makes it. */
  public ReportsHandler() {
    this(
        new HttpEdge(),
        new ReportQueries(
            S3Reports.inBucket(Settings.require("REPORTS_BUCKET")), Clock.systemUTC()));
  }

  ReportsHandler(HttpEdge edge, ReportQueries reports) {
    this.edge = edge;
    this.reports = reports;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    edge.respond(in, out, context, this::answer);
  }

  private HttpResponse answer(HttpRequest request) {
    return switch (request.routeKey()) {
      case "GET /reports" -> reports.list(request);
      case "GET /reports/{month}/{name}" -> reports.link(request);
      default -> throw new Refusal(Reason.NO_SUCH_ROUTE, "The function answers no such route.");
    };
  }
}
