package outlay.bench.figures;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * TLS in front of a server that speaks none: it ends TLS and passes on bytes, under a certificate
 * that an authority signed which was made for the purpose. Clients trust it beside all the
 * authorities that they would trust on AWS, since reading those takes time too.
 */
final class TlsFront implements AutoCloseable {
  private static final byte[] LOCALHOST = {127, 0, 0, 1};
  private static final String PASSWORD = "changeit";
  private static final int BUFFER_BYTES = 16 * 1024;

  /** Where the AWS Common Runtime looks, in this order. */
  private static final List<Path> SYSTEM_BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"));

  private final ServerSocket server;
  private final int behind;
  private final ExecutorService threads = Executors.newCachedThreadPool(TlsFront::thread);

  private TlsFront(ServerSocket server, int behind) {
    this.server = server;
    this.behind = behind;
  }

  /**
   * Makes the keys and certificates, and starts.
   *
   * @param folder where they go
   * @param behind the port of the server on this machine
   */
  static TlsFront start(Jdk jdk, Path folder, int behind) throws IOException, InterruptedException {
    Path keys = folder.resolve("server.p12");
    makeCertificates(jdk, folder, keys);
    try (InputStream in = Files.newInputStream(keys)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      ServerSocket server =
          context
              .getServerSocketFactory()
              .createServerSocket(0, 0, InetAddress.getByAddress(LOCALHOST));
      TlsFront front = new TlsFront(server, behind);
      front.threads.execute(front::accept);
      return front;
    } catch (GeneralSecurityException wrong) {
      throw new IOException("the certificates of the bench cannot be used", wrong);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "tls-front");
    thread.setDaemon(true);
    return thread;
  }

  /** An authority, and a certificate of it for this machine: RSA of 2,048 bits, as AWS's are. */
  private static void makeCertificates(Jdk jdk, Path folder, Path keys)
      throws IOException, InterruptedException {
    Path authority = folder.resolve("authority.p12");
    Path request = folder.resolve("server.csr");
    Path certificate = folder.resolve("server.pem");
    Path root = rootOf(folder);
    for (Path old : List.of(authority, keys, request, certificate, root)) {
      Files.deleteIfExists(old);
    }
    String any = "-storepass " + PASSWORD + " -noprompt";
    String pair = "-genkeypair -keyalg RSA -keysize 2048 -validity 30 ";
    keytool(jdk, any + " " + pair + "-alias authority -dname CN=Bench -ext bc:c", authority);
    keytool(jdk, any + " -exportcert -rfc -alias authority -file " + root, authority);
    keytool(jdk, any + " " + pair + "-alias server -dname CN=localhost", keys);
    keytool(jdk, any + " -certreq -alias server -file " + request, keys);
    keytool(
        jdk,
        any
            + " -gencert -rfc -alias authority -validity 30 -ext san=dns:localhost,ip:127.0.0.1"
            + " -infile "
            + request
            + " -outfile "
            + certificate,
        authority);
    keytool(jdk, any + " -importcert -alias authority -file " + root, keys);
    keytool(jdk, any + " -importcert -alias server -file " + certificate, keys);
  }

  private static Path rootOf(Path folder) {
    return folder.resolve("authority.pem");
  }

  /**
   * What a function trusts beside the bench's own authority.
   *
   * @param ofTheJdk the JDK's authorities, for its HTTP clients
   * @param systemBundle the system's, for AWS's client in C
   * @param systemFile where that one looks for them
   */
  record Trusted(Path ofTheJdk, Path systemBundle, Path systemFile) {
    /** What a command begins with for which the bundle lies where the system's is. */
    List<String> ofTheSystem() {
      return List.of(
          "unshare",
          "--map-root-user",
          "--mount",
          "sh",
          "-c",
          "mount --bind \"$1\" \"$2\" && shift 2 && exec \"$@\"",
          "sh",
          systemBundle.toString(),
          systemFile.toString());
    }
  }

  /** What functions on this JDK trust: files are made in {@code folder}. */
  static Trusted trusted(Jdk jdk, Path folder) throws IOException, InterruptedException {
    Path system =
        SYSTEM_BUNDLES.stream()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new IOException("this system trusts nobody: " + SYSTEM_BUNDLES));
    Path both = folder.resolve("trusted-system.pem");
    Files.writeString(both, Files.readString(system) + "\n" + Files.readString(rootOf(folder)));
    return new Trusted(trustStore(jdk, folder), both, system);
  }

  private static Path trustStore(Jdk jdk, Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve("trusted-" + jdk.version());
    Files.copy(
        jdk.home().resolve("lib/security/cacerts").toRealPath(),
        store,
        StandardCopyOption.REPLACE_EXISTING);
    // Without a password, as the JDK's own is: else it could not be read without one.
    keytool(
        jdk,
        "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE -J-Dkeystore.pkcs12.macAlgorithm=NONE"
            + " -importcert -noprompt -storepass "
            + PASSWORD
            + " -alias bench -file "
            + rootOf(folder),
        store);
    return store;
  }

  /** The same for boto3: its own authorities, and the bench's. */
  static Path trustedWith(Path python, Path folder) throws IOException, InterruptedException {
    Path bundle =
        Path.of(
            Platforms.pythonSays(
                python,
                "import botocore, os;"
                    + " print(os.path.join(os.path.dirname(botocore.__file__), 'cacert.pem'))"));
    Path both = folder.resolve("trusted.pem");
    Files.copy(bundle, both, StandardCopyOption.REPLACE_EXISTING);
    return Files.writeString(
        both, "\n" + Files.readString(rootOf(folder)), StandardOpenOption.APPEND);
  }

  private static void keytool(Jdk jdk, String arguments, Path store)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(jdk.keytool()));
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(List.of("-keystore", store.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + said);
    }
  }

  URI uri() {
    return URI.create("https://localhost:" + server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket store = new Socket(InetAddress.getByAddress(LOCALHOST), behind);
        client.setTcpNoDelay(true);
        store.setTcpNoDelay(true);
        threads.execute(() -> pass(client, store));
        threads.execute(() -> pass(store, client));
      } catch (IOException over) {
        if (!server.isClosed()) {
          System.err.println("A connection failed: " + over);
        }
      }
    }
  }

  /** Passes bytes on until one side is gone; then both are. */
  private static void pass(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      int read = in.read(buffer);
      while (read >= 0) {
        out.write(buffer, 0, read);
        read = in.read(buffer);
      }
    } catch (IOException gone) {
      // Functions are killed with their connections open.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
