package outlay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A month takes the same memory, however many rows it has. With {@code -Doutlay.rows=1000000}, the
 * large month has so many.
 */
@ExtendWith(S3ProxyExtension.class)
final class ReportHeapIT {
  private static final int FEW = 1_000;
  private static final int MANY = Integer.getInteger("outlay.rows", 20_000);
  private static final Pattern PRINTED = Pattern.compile("rows=(\\d+) live=(\\d+)");

  private final S3Client s3;

  ReportHeapIT(S3Client s3) {
    this.s3 = s3;
  }

  @Test
  void report_manyRows_takeNoMoreHeapThanFew() throws Exception {
    long few = live(FEW);
    long many = live(MANY);

    System.out.printf("Alive at most: %,d bytes of %,d rows, %,d of %,d%n", few, FEW, many, MANY);
    // What a segment buffers until it is a part of a file, which few rows do not fill.
    assertThat(many).isLessThan(few + 16 * 1024 * 1024);
  }

  private long live(int rows) throws IOException, InterruptedException {
    String endpoint = s3.serviceClientConfiguration().endpointOverride().orElseThrow().toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx96m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LargeMonth.class.getName(),
                    endpoint,
                    S3ProxyExtension.bucket(s3),
                    Integer.toString(rows)))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    Matcher printed = PRINTED.matcher(output);
    assertThat(printed.find()).as(output).isTrue();
    assertThat(printed.group(1)).isEqualTo(Integer.toString(rows));
    return Long.parseLong(printed.group(2));
  }
}
