package outlay.local.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.local.edge.Call;

/**
 * What calls of S3 take.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html">Required
 *     permissions for S3 API operations</a>
 */
final class S3Needs {
  private S3Needs() {}

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
      // It names its objects in a body that only passes through.
      case "DeleteObjects" -> List.of(new Access("s3:DeleteObject", bucket(call) + "/*"));
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
