package outlay.jobs.report;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import outlay.store.Aws;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reports in a bucket. Without {@code s3:ListBucket}, S3 answers 403 instead of 404 for what is not
 * there: the role needs it.
 *
 * <p>How a bucket is addressed is left to the SDK, which puts its name into the path where the
 * endpoint is an IP address (as on one machine), and before the host otherwise.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel">S3's
 *     consistency</a>
 */
final class S3ReportStore implements ReportStore {
  private static final String SHA256 = "sha256";
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int MAX_DELETED_AT_ONCE = 1000;

  private final S3Client s3;
  private final String bucket;

  S3ReportStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** A client of S3, which takes its time to copy a large object. */
  static S3Client client() {
    return Aws.client(builder(), Duration.ofMinutes(1), Duration.ofMinutes(5));
  }

  /**
   * One whose uploads do not ask first whether they may begin: the JDK would wait for the answer
   * where the SDK does not try again, as it does everywhere else, when S3 has closed a connection
   * that was idle.
   */
  static S3ClientBuilder builder() {
    return S3Client.builder()
        .overrideConfiguration(settings -> settings.addExecutionInterceptor(new NoExpectation()));
  }

  private static final class NoExpectation implements ExecutionInterceptor {
    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      return context.httpRequest().copy(request -> request.removeHeader("Expect"));
    }
  }

  @Override
  public Optional<Document> read(String key) {
    try {
      ResponseBytes<GetObjectResponse> object =
          s3.getObjectAsBytes(get -> get.bucket(bucket).key(key));
      return Optional.of(new Document(object.asUtf8String(), object.response().eTag()));
    } catch (S3Exception fault) {
      if (isMissing(fault)) {
        return Optional.empty();
      }
      throw fault;
    }
  }

  @Override
  public byte[] read(String key, int from, int length) {
    String range = "bytes=" + from + "-" + (from + length - 1);
    try {
      return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key).range(range))
          .asByteArrayUnsafe();
    } catch (S3Exception fault) {
      throw isMissing(fault) ? new Missing(key) : fault;
    }
  }

  @Override
  public void put(String key, byte[] bytes, String contentType) {
    put(key, bytes, bytes.length, contentType, put -> {});
  }

  @Override
  public boolean create(String key, String text) {
    return putIf(key, text, put -> put.ifNoneMatch("*"));
  }

  @Override
  public boolean replace(String key, String text, String tag) {
    return putIf(key, text, put -> put.ifMatch(tag));
  }

  /** 409 says that another write was under way: which of the two is there, nobody knows yet. */
  private boolean putIf(String key, String text, Consumer<PutObjectRequest.Builder> condition) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      put(key, bytes, bytes.length, "application/json", condition);
      return true;
    } catch (S3Exception fault) {
      if (fault.statusCode() == PRECONDITION_FAILED
          || fault.statusCode() == CONFLICT
          || isMissing(fault)) {
        return false;
      }
      throw fault;
    }
  }

  private void put(
      String key,
      byte[] bytes,
      int length,
      String contentType,
      Consumer<PutObjectRequest.Builder> condition) {
    PutObjectRequest.Builder put =
        PutObjectRequest.builder().bucket(bucket).key(key).contentType(contentType);
    condition.accept(put);
    s3.putObject(put.build(), body(bytes, length));
  }

  /** Not copied, and read again by each attempt. */
  static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
  }

  @Override
  public Upload upload(String key, String contentType) {
    return new S3Upload(s3, bucket, key, contentType);
  }

  /** One call copies up to 5 GB. */
  @Override
  public void copy(String from, String to, String contentType, String sha256) {
    try {
      s3.copyObject(
          copy ->
              copy.sourceBucket(bucket)
                  .sourceKey(from)
                  .destinationBucket(bucket)
                  .destinationKey(to)
                  .contentType(contentType)
                  .metadataDirective(MetadataDirective.REPLACE)
                  .metadata(Map.of(SHA256, sha256)));
    } catch (S3Exception fault) {
      throw isMissing(fault) ? new Missing(from) : fault;
    }
  }

  @Override
  public Optional<String> noted(String key) {
    try {
      return Optional.ofNullable(
          s3.headObject(head -> head.bucket(bucket).key(key)).metadata().get(SHA256));
    } catch (S3Exception fault) {
      if (isMissing(fault)) {
        return Optional.empty();
      }
      throw fault;
    }
  }

  /**
   * Deletes up to a thousand with a call.
   *
   * @throws IllegalStateException if one could not be deleted
   */
  @Override
  public void delete(Collection<String> keys) {
    List<String> all = List.copyOf(keys);
    for (int i = 0; i < all.size(); i += MAX_DELETED_AT_ONCE) {
      List<ObjectIdentifier> some = new ArrayList<>();
      for (String key : all.subList(i, Math.min(all.size(), i + MAX_DELETED_AT_ONCE))) {
        some.add(ObjectIdentifier.builder().key(key).build());
      }
      DeleteObjectsResponse response =
          s3.deleteObjects(
              delete -> delete.bucket(bucket).delete(what -> what.objects(some).quiet(true)));
      if (!response.errors().isEmpty()) {
        throw new IllegalStateException(
            "an object could not be deleted: " + response.errors().get(0).code());
      }
    }
  }

  static boolean isMissing(S3Exception fault) {
    return fault.statusCode() == NOT_FOUND
        && (fault.awsErrorDetails() == null
            || !"NoSuchBucket".equals(fault.awsErrorDetails().errorCode()));
  }
}
