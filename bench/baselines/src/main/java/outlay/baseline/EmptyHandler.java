package outlay.baseline;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads nothing, stores nothing, and answers 200. */
public final class EmptyHandler implements RequestStreamHandler {
  private static final byte[] ANSWER = "{\"statusCode\":200}".getBytes(US_ASCII);

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    out.write(ANSWER);
  }
}
