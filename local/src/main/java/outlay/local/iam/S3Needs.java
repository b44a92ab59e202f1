package outlay.local.iam;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import outlay.local.edge.Call;
import outlay.local.edge.Request;

/**
 * What calls of S3 take.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html">Required
 *     permissions for S3 API operations</a>
 */
final class S3Needs {
  /** A thousand keys of 1,024 bytes, each escaped. */
  private static final int LARGEST_BODY = 8 * 1024 * 1024;

  /**
   * What a body of DeleteObjects names; a key with other than plain characters is escaped there.
   */
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

  private S3Needs() {}

  /**
   * The call with its body read, where the body says what it takes; bodies of S3 only pass through
   * otherwise.
   */
  static Call readable(Call call) throws IOException {
    Request request = call.request();
    if (!call.action().equals("DeleteObjects") || request.stream().isEmpty()) {
      return call;
    }
    byte[] body = request.stream().get().readNBytes(LARGEST_BODY);
    return call.with(
        new Request(
            request.method(),
            request.uri(),
            request.headers(),
            body,
            Optional.of(new ByteArrayInputStream(body))));
  }

  static List<Access> of(Call call) {
    String path = call.request().uri().getPath();
    String resource = "arn:aws:s3:::" + path.substring(Math.min(1, path.length()));
    return switch (call.action()) {
      case "GetObject", "HeadObject" -> List.of(new Access("s3:GetObject", resource));
      case "PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload" ->
          List.of(new Access("s3:PutObject", resource));
      case "CopyObject", "UploadPartCopy" ->
          List.of(new Access("s3:PutObject", resource), new Access("s3:GetObject", copied(call)));
      case "ListParts" -> List.of(new Access("s3:ListMultipartUploadParts", resource));
      case "ListObjects", "ListObjectsV2", "HeadBucket" ->
          List.of(new Access("s3:ListBucket", bucket(call), prefix(call)));
      case "ListMultipartUploads" ->
          List.of(new Access("s3:ListBucketMultipartUploads", bucket(call)));
      case "DeleteObjects" ->
          KEY.matcher(new String(call.request().body(), StandardCharsets.UTF_8))
              .results()
              .map(key -> bucket(call) + "/" + key.group(1))
              .map(object -> new Access("s3:DeleteObject", object))
              .toList();
      case "ListBuckets" -> List.of(new Access("s3:ListAllMyBuckets", "*"));
      default -> List.of(new Access("s3:" + call.action(), resource));
    };
  }

  private static String bucket(Call call) {
    return "arn:aws:s3:::" + call.resource().orElse("");
  }

  private static String copied(Call call) {
    String source = call.request().header("x-amz-copy-source").orElse("");
    return "arn:aws:s3:::" + (source.startsWith("/") ? source.substring(1) : source);
  }

  private static Map<String, String> prefix(Call call) {
    Map<String, String> context = new HashMap<>();
    Optional.ofNullable(call.request().form().get("prefix"))
        .ifPresent(prefix -> context.put("s3:prefix", prefix));
    return context;
  }
}
