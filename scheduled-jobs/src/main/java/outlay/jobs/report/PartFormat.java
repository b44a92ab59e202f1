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
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
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
 * <p>The amount is in minor units.
 */
final class PartFormat {
  private static final JsonFactory JSON = new JsonFactory();

  private PartFormat() {}

  static byte[] write(List<ReportRow> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
    try (JsonGenerator json = JSON.createGenerator(new FastGzip(bytes))) {
      for (ReportRow row : rows) {
        write(json, row);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("an array does not fail", impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, ReportRow row) throws IOException {
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

  /** Reads the rows of a part in the order in which they were written. */
  static final class Reader implements Closeable {
    private final JsonParser json;

    Reader(InputStream bytes) throws IOException {
      this.json = JSON.createParser(new GZIPInputStream(bytes));
    }

    /** The next row; null after the last one. */
    @Nullable ReportRow next() throws IOException {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        return null;
      }
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
