package outlay.local.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;

/** The key that tokens are signed with, as a JWK in a file that only its owner may read. */
final class KeyFile {
  private static final int BITS = 2048;

  private KeyFile() {}

  /** A key for as long as this process lives. */
  static RSAKey generate() {
    try {
      return new RSAKeyGenerator(BITS).generate();
    } catch (JOSEException noRsa) {
      throw new IllegalStateException("This JDK makes no RSA keys", noRsa);
    }
  }

  /**
   * The file's key; made first if there is no file.
   *
   * @throws IOException if the file is not a private RSA key, or cannot be read or written
   */
  static RSAKey readOrCreate(Path file) throws IOException {
    if (Files.exists(file)) {
      try {
        return RSAKey.parse(Files.readString(file));
      } catch (ParseException broken) {
        throw new IOException(file + " is no RSA key; delete it for a new one", broken);
      }
    }
    RSAKey key = generate();
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    // A temporary file is its owner's alone, and the move makes the key appear as a whole.
    Path fresh = Files.createTempFile(directory, "key", ".json");
    Files.writeString(fresh, key.toJSONString());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    return key;
  }
}
