package outlay.local.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * All mails: an index in memory, and the mails themselves in a folder, one file each, as they came
 * over SMTP but for a first header, {@code Delivered-To}. Without a folder they are in memory.
 */
final class Letters {
  private static final Session SESSION = Session.getInstance(new Properties());
  private static final String SUFFIX = ".eml";

  private final Optional<Path> folder;
  private final NavigableMap<String, Letter> all = new ConcurrentSkipListMap<>();
  private final Map<String, NavigableMap<String, Letter>> byAddress = new ConcurrentHashMap<>();
  private long lastId;

  private Letters(Optional<Path> folder) {
    this.folder = folder;
  }

  /** With all mails that the folder holds. */
  static Letters open(Optional<Path> folder) throws IOException {
    Letters letters = new Letters(folder);
    if (folder.isPresent()) {
      Files.createDirectories(folder.get());
      try (Stream<Path> files = Files.list(folder.get())) {
        for (Path file : (Iterable<Path>) files.sorted()::iterator) {
          if (file.toString().endsWith(SUFFIX)) {
            letters.load(file);
          }
        }
      }
    }
    return letters;
  }

  /** Keeps a mail that came for one address; it is on disk when this returns. */
  void add(String to, MimeMessage message) throws IOException, MessagingException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String header = "Delivered-To: " + to.replaceAll("\\s", "") + "\r\n";
    bytes.writeBytes(header.getBytes(StandardCharsets.UTF_8));
    message.writeTo(bytes);
    String id = nextId();
    byte[] content = bytes.toByteArray();
    Optional<Path> file = folder.map(path -> path.resolve(id + SUFFIX));
    if (file.isPresent()) {
      write(file.get(), content);
    }
    index(id, content, file);
  }

  /** How many mails each address has, by address. */
  Map<String, Integer> addresses() {
    Map<String, Integer> counts = new TreeMap<>();
    byAddress.forEach((address, letters) -> counts.put(address, letters.size()));
    return counts;
  }

  int count(String address) {
    return of(address).size();
  }

  /**
   * The newest mails first.
   *
   * @param address empty: of all addresses
   * @param before only those that came before this one
   */
  List<Letter> newest(Optional<String> address, Optional<String> before, int limit) {
    NavigableMap<String, Letter> letters = address.map(this::of).orElse(all);
    NavigableMap<String, Letter> older =
        before.map(id -> letters.headMap(id, false)).orElse(letters);
    return older.descendingMap().values().stream().limit(limit).toList();
  }

  Optional<Letter> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  /** A mail as it came, and as it is kept. */
  static byte[] bytes(Letter letter) {
    try {
      return letter.stored().file().isPresent()
          ? Files.readAllBytes(letter.stored().file().get())
          : letter.stored().bytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A mail, taken apart. */
  static MimeMessage message(Letter letter) throws MessagingException {
    return new MimeMessage(SESSION, new ByteArrayInputStream(bytes(letter)));
  }

  private NavigableMap<String, Letter> of(String address) {
    return byAddress.getOrDefault(
        address.toLowerCase(Locale.ROOT), Collections.emptyNavigableMap());
  }

  private void load(Path file) throws IOException {
    String name = file.getFileName().toString();
    String id = name.substring(0, name.length() - SUFFIX.length());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      index(id, new InternetHeaders(in), new Letter.Stored(Optional.of(file), new byte[0]));
    } catch (MessagingException e) {
      throw new IOException(file + " is no mail.", e);
    }
    lastId = Math.max(lastId, Long.parseLong(id));
  }

  private void index(String id, byte[] content, Optional<Path> file) throws MessagingException {
    InternetHeaders headers = new InternetHeaders(new ByteArrayInputStream(content));
    index(id, headers, new Letter.Stored(file, file.isPresent() ? new byte[0] : content));
  }

  private void index(String id, InternetHeaders headers, Letter.Stored stored) {
    String to = header(headers, "Delivered-To").toLowerCase(Locale.ROOT);
    Letter letter =
        new Letter(
            id,
            to,
            header(headers, "From"),
            header(headers, "Subject"),
            Instant.ofEpochMilli(Long.parseLong(id) / 1000),
            stored);
    all.put(id, letter);
    byAddress.computeIfAbsent(to, address -> new ConcurrentSkipListMap<>()).put(id, letter);
  }

  /** Microseconds since 1970, never the same twice: sixteen digits for some centuries. */
  private synchronized String nextId() {
    lastId = Math.max(lastId + 1, System.currentTimeMillis() * 1000);
    return Long.toString(lastId);
  }

  private static String header(InternetHeaders headers, String name) {
    String value = headers.getHeader(name, null);
    if (value == null) {
      return "";
    }
    try {
      return MimeUtility.decodeText(MimeUtility.unfold(value));
    } catch (UnsupportedEncodingException e) {
      return value; // In a character set that this JVM does not know: as it came.
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      out.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A mail's headers by name; of a header given twice, all values in one, a line each. */
  static Map<String, String> headers(MimeMessage message) throws MessagingException {
    Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    message
        .getAllHeaders()
        .asIterator()
        .forEachRemaining(
            header ->
                values
                    .computeIfAbsent(header.getName(), name -> new ArrayList<>())
                    .add(MimeUtility.unfold(header.getValue())));
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    values.forEach((name, lines) -> headers.put(name, String.join("\n", lines)));
    return headers;
  }
}
