package outlay.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Events as Lambda sends them, read as Lambda reads them. */
final class Samples {
  private Samples() {}

  static DynamodbEvent event(String name) {
    try (InputStream json = Objects.requireNonNull(Samples.class.getResourceAsStream(name))) {
      return LambdaEventSerializers.serializerFor(
              DynamodbEvent.class, Samples.class.getClassLoader())
          .fromJson(json);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
