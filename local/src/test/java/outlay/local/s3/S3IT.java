package outlay.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.edge.Edge;
import outlay.local.edge.ForwardStreams;
import outlay.local.edge.Meter;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** S3 behind the edge, spoken to by the AWS SDK as it comes: checksums, chunked signatures. */
final class S3IT {
  private static final String BUCKET = "outlay-reports";
  private static final int PART = 5 * 1024 * 1024;
  private static final Meter METER = new Meter();

  @TempDir private static Path folder;
  private static Buckets buckets;
  private static Edge edge;
  private static S3Client s3;

  @BeforeAll
  static void start() throws IOException {
    buckets = Buckets.start(folder.resolve("s3"), Set.of("AKIDREPORT"), "local");
    buckets.create(BUCKET);
    edge =
        Edge.start(
            0,
            Map.of("s3", new ForwardStreams(buckets.uri())),
            Map.of("AKIDREPORT", "Report"),
            List.of(METER));
    s3 = client("AKIDREPORT", "local");
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
    edge.close();
    buckets.close();
  }

  private static S3Client client(String key, String secret) {
    return S3Client.builder()
        .endpointOverride(edge.uri())
        .region(Region.EU_CENTRAL_2)
        .credentialsProvider(credentials(key, secret))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static AwsCredentialsProvider credentials(String key, String secret) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret));
  }

  private static void put(String key, String text) {
    s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  private static String get(String key) {
    return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
  }

  @Test
  void object_comesBackAsItWasPut() {
    String key = "reports/2026-01/a b+c/ü=1&2.csv";

    s3.putObject(
        r -> r.bucket(BUCKET).key(key).contentType("text/csv; charset=utf-8"),
        RequestBody.fromString("a,b\r\n1,é\r\n"));

    GetObjectResponse head = s3.getObject(r -> r.bucket(BUCKET).key(key)).response();
    assertThat(get(key)).isEqualTo("a,b\r\n1,é\r\n");
    assertThat(head.contentType()).isEqualTo("text/csv; charset=utf-8");
    assertThat(head.contentLength()).isEqualTo(11);
    assertThat(s3.headObject(r -> r.bucket(BUCKET).key(key)).contentLength()).isEqualTo(11);
    assertThat(
            s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key).range("bytes=0-2")).asUtf8String())
        .isEqualTo("a,b");
    assertThat(METER.readings())
        .extracting(Meter.Reading::caller, Meter.Reading::action, Meter.Reading::resource)
        .contains(tuple("Report", "PutObject", BUCKET), tuple("Report", "HeadObject", BUCKET));
  }

  @Test
  void emptyObject_isOne() {
    put("empty", "");

    assertThat(get("empty")).isEmpty();
  }

  @Test
  void missingObjectOrBucket_isNamed() {
    assertThatThrownBy(() -> get("no-such")).isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.listObjectsV2(r -> r.bucket("no-such")))
        .isInstanceOf(NoSuchBucketException.class);
  }

  /** Larger than what the edge reads into memory for other services. */
  @Test
  void largeObject_passesThrough() throws Exception {
    long size = 50L * 1024 * 1024 + 17;
    MessageDigest sent = MessageDigest.getInstance("SHA-256");
    MessageDigest received = MessageDigest.getInstance("SHA-256");

    s3.putObject(
        r -> r.bucket(BUCKET).key("large"),
        RequestBody.fromContentProvider(() -> noise(size, sent), size, "application/octet-stream"));
    try (ResponseInputStream<GetObjectResponse> content =
            s3.getObject(r -> r.bucket(BUCKET).key("large"));
        InputStream digested = new DigestInputStream(content, received)) {
      assertThat(digested.transferTo(OutputStream.nullOutputStream())).isEqualTo(size);
    }

    assertThat(received.digest()).isEqualTo(sent.digest());
  }

  /** The same bytes each time it is asked for, as a retry needs it. */
  private static InputStream noise(long size, MessageDigest digest) {
    digest.reset();
    Random random = new Random(7);
    return new DigestInputStream(
        new InputStream() {
          private long left = size;

          @Override
          public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
          }

          @Override
          public int read(byte[] into, int from, int length) {
            if (left == 0) {
              return -1;
            }
            byte[] bytes = new byte[(int) Math.min(left, length)];
            random.nextBytes(bytes);
            System.arraycopy(bytes, 0, into, from, bytes.length);
            left -= bytes.length;
            return bytes.length;
          }
        },
        digest);
  }

  @Test
  void multipartUpload_isThereOnceItIsCompleted() {
    byte[] first = new byte[PART];
    Arrays.fill(first, (byte) 'a');
    String upload = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("parts")).uploadId();
    CompletedPart one = part(upload, 1, RequestBody.fromBytes(first));
    CompletedPart two = part(upload, 2, RequestBody.fromString("end"));
    assertThatThrownBy(() -> get("parts")).isInstanceOf(NoSuchKeyException.class);

    s3.completeMultipartUpload(
        r ->
            r.bucket(BUCKET).key("parts").uploadId(upload).multipartUpload(m -> m.parts(one, two)));

    assertThat(get("parts")).hasSize(PART + 3).endsWith("aend");
    assertThat(s3.listMultipartUploads(r -> r.bucket(BUCKET)).uploads()).isEmpty();
  }

  private static CompletedPart part(String upload, int number, RequestBody body) {
    String tag =
        s3.uploadPart(r -> r.bucket(BUCKET).key("parts").uploadId(upload).partNumber(number), body)
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  @Test
  void abortedUpload_leavesNothing() {
    String upload = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("aborted")).uploadId();
    s3.uploadPart(
        r -> r.bucket(BUCKET).key("aborted").uploadId(upload).partNumber(1),
        RequestBody.fromString("part"));

    s3.abortMultipartUpload(r -> r.bucket(BUCKET).key("aborted").uploadId(upload));

    assertThat(s3.listMultipartUploads(r -> r.bucket(BUCKET)).uploads())
        .noneMatch(open -> open.key().equals("aborted"));
    assertThatThrownBy(() -> get("aborted")).isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void conditionalWrites_areHeld() {
    put("once", "first");
    String tag = s3.headObject(r -> r.bucket(BUCKET).key("once")).eTag();

    assertThatThrownBy(
            () ->
                s3.putObject(
                    r -> r.bucket(BUCKET).key("once").ifNoneMatch("*"),
                    RequestBody.fromString("second")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    assertThatThrownBy(
            () ->
                s3.putObject(
                    r -> r.bucket(BUCKET).key("once").ifMatch("\"other\""),
                    RequestBody.fromString("second")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    assertThat(get("once")).isEqualTo("first");

    s3.putObject(r -> r.bucket(BUCKET).key("once").ifMatch(tag), RequestBody.fromString("second"));
    assertThat(get("once")).isEqualTo("second");
  }

  @Test
  void list_pagesByPrefixAndFolder() {
    for (String month : List.of("2025-11", "2025-12", "2026-01")) {
      put("list/" + month + "/manifest.json", "{}");
      put("list/" + month + "/expenses.csv", "a");
    }

    assertThat(
            s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("list/").delimiter("/")).commonPrefixes())
        .extracting(each -> each.prefix())
        .containsExactly("list/2025-11/", "list/2025-12/", "list/2026-01/");
    assertThat(
            s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).prefix("list/2025").maxKeys(3))
                .contents())
        .extracting(S3Object::key)
        .containsExactly(
            "list/2025-11/expenses.csv",
            "list/2025-11/manifest.json",
            "list/2025-12/expenses.csv",
            "list/2025-12/manifest.json");
  }

  @Test
  void delete_ofMany_andOfNothing_succeeds() {
    put("gone/1", "1");
    put("gone/2", "2");

    s3.deleteObjects(
        r -> r.bucket(BUCKET).delete(d -> d.objects(named("gone/1"), named("gone/2"))));
    s3.deleteObject(r -> r.bucket(BUCKET).key("gone/1"));

    assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("gone/")).contents()).isEmpty();
  }

  private static ObjectIdentifier named(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }

  @Test
  void copy_keepsTheContent() {
    put("original", "text");

    s3.copyObject(
        r ->
            r.sourceBucket(BUCKET)
                .sourceKey("original")
                .destinationBucket(BUCKET)
                .destinationKey("copy"));

    assertThat(get("copy")).isEqualTo("text");
  }

  @Test
  void presignedUrl_isAnsweredUntilItExpires() throws Exception {
    put("signed/ä.csv", "a,b");
    try (S3Presigner presigner = presigner()) {
      URI lasting = presigned(presigner, Duration.ofMinutes(5));
      URI brief = presigned(presigner, Duration.ofSeconds(1));

      assertThat(fetch(lasting).body()).isEqualTo("a,b");
      assertThat(fetch(URI.create(lasting + "0")).statusCode()).isEqualTo(403);
      HttpResponse<String> late = fetch(brief);
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (late.statusCode() == 200 && System.nanoTime() < end) {
        Thread.sleep(100); // Expiry is told in seconds of the real clock.
        late = fetch(brief);
      }
      assertThat(late.statusCode()).isEqualTo(403);
    }
  }

  private static S3Presigner presigner() {
    return S3Presigner.builder()
        .endpointOverride(edge.uri())
        .region(Region.EU_CENTRAL_2)
        .credentialsProvider(credentials("AKIDREPORT", "local"))
        .serviceConfiguration(S3Configuration.builder().build())
        .build();
  }

  private static URI presigned(S3Presigner presigner, Duration lifetime) {
    return URI.create(
        presigner
            .presignGetObject(
                p ->
                    p.signatureDuration(lifetime)
                        .getObjectRequest(r -> r.bucket(BUCKET).key("signed/ä.csv")))
            .url()
            .toString());
  }

  private static HttpResponse<String> fetch(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void wrongSecret_andUnknownKey_areRefused() {
    try (S3Client liar = client("AKIDREPORT", "guess");
        S3Client stranger = client("AKIDNOBODY", "local")) {
      assertThatThrownBy(() -> liar.listObjectsV2(r -> r.bucket(BUCKET)))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch"));
      assertThatThrownBy(() -> stranger.listObjectsV2(r -> r.bucket(BUCKET)))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidAccessKeyId"));
    }
  }

  @Test
  void objects_surviveARestart() throws IOException {
    put("kept", "text");
    s3.putObject(
        r -> r.bucket(BUCKET).key("kept.csv").contentType("text/csv").metadata(Map.of("rows", "3")),
        RequestBody.fromString("a"));

    try (Buckets again = Buckets.start(folder.resolve("s3"), Set.of("AKIDREPORT"), "local");
        Edge other =
            Edge.start(
                0,
                Map.of("s3", new ForwardStreams(again.uri())),
                Map.of("AKIDREPORT", "Report"),
                List.of());
        S3Client client =
            S3Client.builder()
                .endpointOverride(other.uri())
                .region(Region.EU_CENTRAL_2)
                .credentialsProvider(credentials("AKIDREPORT", "local"))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
      again.create(BUCKET);

      assertThat(client.getObjectAsBytes(r -> r.bucket(BUCKET).key("kept")).asUtf8String())
          .isEqualTo("text");
      assertThat(client.headObject(r -> r.bucket(BUCKET).key("kept.csv")).metadata())
          .containsEntry("rows", "3");
    }
  }
}
