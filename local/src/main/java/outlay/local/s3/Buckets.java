package outlay.local.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/**
 * S3: a folder a bucket, a file an object, written whole or not at all. <a
 * href="https://github.com/gaul/s3proxy">S3Proxy</a> checks signatures, presigned ones and their
 * expiry included, checksums, and the conditions {@code If-Match} and {@code If-None-Match}.
 * Buckets are addressed by path. Without versions and lifecycles; without any limit on who may do
 * what.
 *
 * <p>A body that is signed as a whole is held in memory to be checked, and may have 128 MB. SDKs
 * sign large ones by chunks, or upload them in parts.
 */
public final class Buckets implements AutoCloseable {
  private final S3Proxy server;
  private final FilesystemNio2BlobStore store;

  private Buckets(S3Proxy server, FilesystemNio2BlobStore store) {
    this.server = server;
    this.store = store;
  }

  /**
   * Starts it on a port of its own choice, with the buckets and objects that the folder holds.
   *
   * @param accessKeys whoever signs with another is refused
   * @param secret of every access key
   * @throws IOException if it does not start
   */
  public static Buckets start(Path folder, Set<String> accessKeys, String secret)
      throws IOException {
    FilesystemNio2BlobStore store =
        new FilesystemNio2BlobStore(Files.createDirectories(folder).toString());
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, "outlay", secret) // Not asked: see grant.
            .build();
    Set<String> known = Set.copyOf(accessKeys);
    server.setBlobStoreLocator(
        (accessKey, bucket, object) -> grant(known, accessKey, secret, store));
    try {
      server.start();
    } catch (Exception failed) {
      throw new IOException("S3Proxy did not start.", failed);
    }
    return new Buckets(server, store);
  }

  private static @Nullable AccessGrant grant(
      Set<String> known, @Nullable String accessKey, String secret, FilesystemNio2BlobStore store) {
    return accessKey != null && known.contains(accessKey) ? new AccessGrant(secret, store) : null;
  }

  /** Where S3Proxy itself answers. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** Makes the bucket unless it is there. */
  public void create(String bucket) {
    if (!store.containerExists(bucket)) {
      store.createContainer(CreateBucketRequest.builder().bucket(bucket).build());
    }
  }

  /**
   * Stops listening.
   *
   * @throws IOException if it cannot be stopped
   */
  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception failed) {
      throw new IOException("S3Proxy did not stop.", failed);
    }
  }
}
