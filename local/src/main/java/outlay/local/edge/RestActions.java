package outlay.local.edge;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The actions of services whose calls are told by method, path, and query: S3, the Data API. */
final class RestActions {
  static final String S3 = "s3";
  static final String RDS_DATA = "rds-data";

  /** The operations of a bucket or an object that stand in the query, and what they are called. */
  private static final Map<String, String> SUBRESOURCES =
      Map.of(
          "acl", "Acl",
          "cors", "Cors",
          "encryption", "Encryption",
          "lifecycle", "Lifecycle",
          "location", "BucketLocation",
          "policy", "Policy",
          "tagging", "Tagging",
          "versioning", "BucketVersioning",
          "versions", "ObjectVersions");

  private RestActions() {}

  /** The bucket in a path-style URI, if it names one. */
  static Optional<String> bucket(URI uri) {
    String path = uri.getPath();
    int end = path.indexOf('/', 1);
    String bucket = path.substring(Math.min(1, path.length()), end < 0 ? path.length() : end);
    return Optional.of(bucket).filter(name -> !name.isEmpty());
  }

  /**
   * An action of S3, by its name in the <a
   * href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html">API</a>
   * where it is one of objects, uploads, and whole buckets; roughly so for settings.
   */
  static String s3(Request request) {
    String path = request.uri().getPath();
    int end = path.indexOf('/', 1);
    boolean isObject = end >= 0 && end + 1 < path.length();
    String query = Optional.ofNullable(request.uri().getRawQuery()).orElse("");
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      parameters.put(equals < 0 ? pair : pair.substring(0, equals), pair.substring(equals + 1));
    }
    for (Map.Entry<String, String> each : SUBRESOURCES.entrySet()) {
      if (parameters.containsKey(each.getKey())) {
        return verb(request.method()) + each.getValue();
      }
    }
    if (isObject) {
      return object(request, parameters);
    }
    return path.length() > 1 ? bucket(request.method(), parameters) : "ListBuckets";
  }

  private static String verb(String method) {
    return switch (method) {
      case "PUT", "POST" -> "Put";
      case "DELETE" -> "Delete";
      default -> "Get";
    };
  }

  private static String object(Request request, Map<String, String> parameters) {
    boolean isPart = parameters.containsKey("uploadId");
    boolean isCopy = request.header("x-amz-copy-source").isPresent();
    return switch (request.method()) {
      case "GET" -> isPart ? "ListParts" : "GetObject";
      case "HEAD" -> "HeadObject";
      case "PUT" ->
          isPart ? isCopy ? "UploadPartCopy" : "UploadPart" : isCopy ? "CopyObject" : "PutObject";
      case "DELETE" -> isPart ? "AbortMultipartUpload" : "DeleteObject";
      case "POST" -> isPart ? "CompleteMultipartUpload" : "CreateMultipartUpload";
      default -> request.method();
    };
  }

  private static String bucket(String method, Map<String, String> parameters) {
    return switch (method) {
      case "GET" ->
          parameters.containsKey("uploads")
              ? "ListMultipartUploads"
              : parameters.containsKey("list-type") ? "ListObjectsV2" : "ListObjects";
      case "HEAD" -> "HeadBucket";
      case "PUT" -> "CreateBucket";
      case "DELETE" -> "DeleteBucket";
      case "POST" -> "DeleteObjects";
      default -> method;
    };
  }

  /**
   * An action of the <a
   * href="https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_Operations.html">RDS
   * Data API</a>; the path for one that is none.
   */
  static String rdsData(URI uri) {
    return switch (uri.getPath()) {
      case "/Execute" -> "ExecuteStatement";
      case "/BatchExecute" -> "BatchExecuteStatement";
      case "/BeginTransaction" -> "BeginTransaction";
      case "/CommitTransaction" -> "CommitTransaction";
      case "/RollbackTransaction" -> "RollbackTransaction";
      default -> uri.getPath();
    };
  }
}
