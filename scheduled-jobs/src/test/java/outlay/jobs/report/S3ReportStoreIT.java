package outlay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.s3.S3Client;

@ExtendWith(S3ProxyExtension.class)
class S3ReportStoreIT extends ReportStoreContract {
  private final S3Client client;
  private final String bucket;

  S3ReportStoreIT(S3Client client) {
    this.client = client;
    this.bucket = S3ProxyExtension.bucket(client);
  }

  @Override
  ReportStore store() {
    return new S3ReportStore(client, bucket);
  }

  @AfterEach
  void noUploadIsLeft() {
    assertThat(client.listMultipartUploads(list -> list.bucket(bucket)).uploads()).isEmpty();
  }

  @Test
  void upload_hasItsContentType() throws IOException {
    try (ReportStore.Upload upload = store().upload("reports/a.csv", "text/csv; charset=utf-8")) {
      upload.write(1);
      upload.complete();
    }

    assertThat(client.headObject(head -> head.bucket(bucket).key("reports/a.csv")).contentType())
        .isEqualTo("text/csv; charset=utf-8");
  }
}
