package outlay.jobs.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An object of any length in parts of 5 MiB, the least that S3 takes, of which one is in memory;
 * one that is shorter than that by a single put. An upload that is given up is aborted, so that
 * nobody pays for its parts; what a kill leaves, a lifecycle rule of the bucket aborts.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html">Multipart
 *     upload</a>
 */
final class S3Upload extends ReportStore.Upload {
  static final int PART_BYTES = 5 * 1024 * 1024;
  private static final int FIRST_BYTES = 64 * 1024;

  private final S3Client s3;
  private final String bucket;
  private final String key;
  private final String contentType;
  private final List<CompletedPart> parts = new ArrayList<>();
  private byte[] buffer = new byte[FIRST_BYTES];
  private int filled;
  private @Nullable String uploadId;
  private boolean complete;

  S3Upload(S3Client s3, String bucket, String key, String contentType) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
    this.contentType = contentType;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    int from = offset;
    int left = length;
    while (left > 0) {
      if (filled == PART_BYTES) {
        sendPart();
      }
      int count = Math.min(left, PART_BYTES - filled);
      makeRoom(count);
      System.arraycopy(source, from, buffer, filled, count);
      filled += count;
      from += count;
      left -= count;
    }
  }

  private void makeRoom(int count) {
    if (buffer.length - filled < count) {
      int wanted = Math.max(buffer.length * 2, filled + count);
      buffer = Arrays.copyOf(buffer, Math.min(PART_BYTES, wanted));
    }
  }

  private void sendPart() {
    if (uploadId == null) {
      uploadId =
          s3.createMultipartUpload(
                  create -> create.bucket(bucket).key(key).contentType(contentType))
              .uploadId();
    }
    String id = uploadId;
    int number = parts.size() + 1;
    String tag =
        s3.uploadPart(
                part -> part.bucket(bucket).key(key).uploadId(id).partNumber(number),
                S3ReportStore.body(buffer, filled))
            .eTag();
    parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    filled = 0;
  }

  @Override
  void complete() {
    if (uploadId == null) {
      s3.putObject(
          put -> put.bucket(bucket).key(key).contentType(contentType),
          S3ReportStore.body(buffer, filled));
    } else {
      sendPart(); // Never empty: a full buffer is sent only when more comes.
      String id = uploadId;
      s3.completeMultipartUpload(
          end ->
              end.bucket(bucket)
                  .key(key)
                  .uploadId(id)
                  .multipartUpload(upload -> upload.parts(parts)));
    }
    complete = true;
  }

  @Override
  public void close() {
    if (complete || uploadId == null) {
      return;
    }
    String id = uploadId;
    uploadId = null;
    try {
      s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
    } catch (S3Exception fault) {
      if (!S3ReportStore.isMissing(fault)) { // Completed after all: the answer was lost.
        throw fault;
      }
    }
  }
}
