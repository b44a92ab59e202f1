package outlay.reports;

import java.net.URI;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import outlay.model.CalendarDate;
import outlay.store.Aws;
import outlay.store.AwsCalls;
import outlay.store.Settings;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Reports in a bucket, where the job {@code report} put them: {@code reports/2026-01/manifest.json}
 * and, beside it, the files that it names.
 *
 * <p>A link is signed with the function's own role, here, without a call: it opens what the role
 * may read, until its time is over or the role's credentials are.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ShareObjectPreSignedURL.html">Presigned
 *     URLs</a>
 */
final class S3Reports implements Reports {
  private static final String FOLDER = "reports/";
  private static final String MANIFEST = "manifest.json";

  private final S3Client s3;
  private final S3Presigner presigner;
  private final String bucket;

  S3Reports(S3Client s3, S3Presigner presigner, String bucket) {
    this.s3 = s3;
    this.presigner = presigner;
    this.bucket = bucket;
  }

  /** With the function's clients. */
  static S3Reports inBucket(String bucket) {
    return new S3Reports(Aws.client(S3Client.builder()), presigner(), bucket);
  }

  private static S3Presigner presigner() {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(Region.of(Settings.require("AWS_REGION")))
            .credentialsProvider(EnvironmentVariableCredentialsProvider.create());
    // The presigner does not look at what the clients heed by themselves.
    Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL"))
        .map(URI::create)
        .ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /** A folder a month: eighty years are in one answer. */
  @Override
  public List<YearMonth> months(int most) {
    return AwsCalls.call(
            () ->
                s3.listObjectsV2(list -> list.bucket(bucket).prefix(FOLDER).delimiter("/"))
                    .commonPrefixes())
        .stream()
        .map(CommonPrefix::prefix)
        .flatMap(S3Reports::month)
        .sorted(Comparator.reverseOrder())
        .limit(most)
        .toList();
  }

  private static Stream<YearMonth> month(String folder) {
    String name = folder.substring(FOLDER.length(), folder.length() - 1);
    return CalendarDate.parse(name + "-01").map(YearMonth::from).stream();
  }

  @Override
  public Optional<Report> find(YearMonth month) {
    try {
      String manifest =
          AwsCalls.call(
              () ->
                  s3.getObjectAsBytes(get -> get.bucket(bucket).key(key(month, MANIFEST)))
                      .asUtf8String());
      return Optional.of(ManifestReader.read(month, manifest));
    } catch (NoSuchKeyException notPublished) {
      return Optional.empty();
    } catch (InvalidObjectStateException archived) {
      return Optional.of(Report.archived(month));
    }
  }

  @Override
  public URI link(YearMonth month, String name, Duration life) {
    HeadObjectResponse file =
        AwsCalls.call(() -> s3.headObject(head -> head.bucket(bucket).key(key(month, name))));
    if (isArchived(file)) {
      throw Reports.archived();
    }
    return URI.create(
        presigner
            .presignGetObject(
                presign ->
                    presign
                        .signatureDuration(life)
                        .getObjectRequest(
                            get ->
                                get.bucket(bucket)
                                    .key(key(month, name))
                                    .responseContentDisposition(
                                        "attachment; filename=\"" + month + "-" + name + "\"")))
            .url()
            .toString());
  }

  /**
   * Whether S3 would refuse to read it: it is in Glacier, and was not brought back for a while.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html">Restoring
   *     an archived object</a>
   */
  private static boolean isArchived(HeadObjectResponse file) {
    StorageClass storage = file.storageClass();
    boolean inArchive = storage == StorageClass.GLACIER || storage == StorageClass.DEEP_ARCHIVE;
    return inArchive
        && (file.restore() == null || !file.restore().contains("ongoing-request=\"false\""));
  }

  private static String key(YearMonth month, String name) {
    return FOLDER + month + "/" + name;
  }
}
