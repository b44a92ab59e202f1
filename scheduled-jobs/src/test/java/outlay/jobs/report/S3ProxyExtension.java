package outlay.jobs.report;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Gives tests an {@link S3Client} of an S3Proxy on a temporary folder, one for all of them. */
final class S3ProxyExtension implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == S3Client.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(S3ProxyExtension.class))
        .getOrComputeIfAbsent(Server.class, type -> Server.start(), Server.class)
        .client();
  }

  /** The name of a new bucket. */
  static String bucket(S3Client client) {
    String name = "reports-" + UUID.randomUUID();
    client.createBucket(create -> create.bucket(name));
    return name;
  }

  /** A client of an S3Proxy that this extension started, perhaps in another process. */
  static S3Client client(URI endpoint) {
    return S3ReportStore.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  /** Closed by JUnit after the last test. */
  private record Server(S3Proxy proxy, S3Client client) implements AutoCloseable {
    static Server start() {
      try {
        Path folder = Files.createTempDirectory("outlay-s3");
        S3Proxy proxy =
            S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "test", "test")
                .build();
        proxy.start();
        return new Server(
            proxy, S3ProxyExtension.client(URI.create("http://127.0.0.1:" + proxy.getPort())));
      } catch (Exception fault) {
        throw new IllegalStateException("S3Proxy did not start", fault);
      }
    }

    @Override
    public void close() {
      client.close();
      try {
        proxy.stop();
      } catch (Exception fault) {
        throw new IllegalStateException("S3Proxy did not stop", fault);
      }
    }
  }
}
