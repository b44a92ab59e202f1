package outlay.jobs.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import outlay.jobs.digest.DayDigest;
import outlay.model.CalendarDate;
import outlay.model.Currency;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;

/**
 * Rows in a work object: gzip of UTF-8 text, a JSON list a row.
 *
 * <pre>
 * ["ann","019be5a7-…","expense","2026-01-22","Food",12000,"INR","Thali",1,"2026-01-22T12:00:00Z","2026-…"]
 * </pre>
 *
 * <p>The amount is in minor units. What was counted of a user is a list, too: the sum and the
 * number of a {@link DayDigest}, or neither where it cannot be read.
 *
 * <pre>
 * ["ann",-8612345678901234567,12]
 * </pre>
 */
final class PartFormat {
  private static final JsonFactory JSON = new JsonFactory();

  private PartFormat() {}

  static byte[] write(List<ReportRow> rows) {
    return write(rows, PartFormat::writeRow);
  }

  static byte[] writeCounted(Collection<CountedUser> users) {
    return write(users, PartFormat::writeUser);
  }

  private interface Writing<T> {
    void write(JsonGenerator json, T row) throws IOException;
  }

  private static <T> byte[] write(Collection<T> rows, Writing<T> writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
    try (JsonGenerator json = JSON.createGenerator(new FastGzip(bytes))) {
      for (T row : rows) {
        writing.write(json, row);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("an array does not fail", impossible);
    }
    return bytes.toByteArray();
  }

  private static void writeRow(JsonGenerator json, ReportRow row) throws IOException {
    ExpenseContent content = row.content();
    json.writeStartArray();
    json.writeString(row.userId());
    json.writeString(row.expenseId());
    json.writeString(content.type().wireName());
    json.writeString(content.date().toString());
    json.writeString(content.category());
    json.writeNumber(content.money().minorUnits());
    json.writeString(content.money().currency().code());
    json.writeString(content.description());
    json.writeNumber(row.version());
    json.writeString(row.createdAt());
    json.writeString(row.updatedAt());
    json.writeEndArray();
  }

  private static void writeUser(JsonGenerator json, CountedUser user) throws IOException {
    json.writeStartArray();
    json.writeString(user.userId());
    if (user.counted().isPresent()) {
      json.writeNumber(user.counted().get().sum());
      json.writeNumber(user.counted().get().days());
    }
    json.writeEndArray();
  }

  /** What is in one row; its list has begun, and is read to its end. */
  interface Reading<T> {
    T read(JsonParser json) throws IOException;
  }

  static ReportRow row(JsonParser json) throws IOException {
    String userId = json.nextTextValue();
    String expenseId = json.nextTextValue();
    ExpenseType type = ExpenseType.find(json.nextTextValue()).orElseThrow();
    java.time.LocalDate date = CalendarDate.parse(json.nextTextValue()).orElseThrow();
    String category = json.nextTextValue();
    long minorUnits = json.nextLongValue(0);
    Currency currency = Currency.of(json.nextTextValue());
    String description = json.nextTextValue();
    long version = json.nextLongValue(0);
    String createdAt = json.nextTextValue();
    String updatedAt = json.nextTextValue();
    json.nextToken();
    return new ReportRow(
        userId,
        expenseId,
        new ExpenseContent(type, date, category, new Money(minorUnits, currency), description),
        version,
        createdAt,
        updatedAt);
  }

  static CountedUser counted(JsonParser json) throws IOException {
    String userId = json.nextTextValue();
    if (json.nextToken() == JsonToken.END_ARRAY) {
      return new CountedUser(userId, Optional.empty());
    }
    long sum = json.getLongValue();
    int days = json.nextIntValue(0);
    json.nextToken();
    return new CountedUser(userId, Optional.of(new DayDigest(sum, days)));
  }

  /** Reads the rows of a part in the order in which they were written. */
  static final class Reader<T> implements Closeable {
    private final JsonParser json;
    private final Reading<T> reading;

    Reader(InputStream bytes, Reading<T> reading) throws IOException {
      this.json = JSON.createParser(new GZIPInputStream(bytes));
      this.reading = reading;
    }

    /** The next row; null after the last one. */
    @Nullable T next() throws IOException {
      return json.nextToken() == JsonToken.START_ARRAY ? reading.read(json) : null;
    }

    @Override
    public void close() throws IOException {
      json.close();
    }
  }

  /** Speed counts more than size here: a part lives for minutes. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
