package outlay.local.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All mails: an index in memory, and the mails themselves in a folder, one file each, as they came
 * over SMTP but for a first header, {@code Delivered-To}. Without a folder they are in memory.
 */
final class Letters {
  private static final Session SESSION = Session.getInstance(new Properties());
  private static final String SUFFIX = ".eml";
  private static final Pattern FOLD = Pattern.compile("\\r\\n[ \\t]+");

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
        files.parallel().filter(file -> file.toString().endsWith(SUFFIX)).forEach(letters::load);
      }
      letters.lastId = letters.all.isEmpty() ? 0 : Long.parseLong(letters.all.lastKey());
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

  private void load(Path file) {
    String name = file.getFileName().toString();
    String id = name.substring(0, name.length() - SUFFIX.length());
    try {
      index(id, Files.readAllBytes(file), Optional.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void index(String id, byte[] content, Optional<Path> file) {
    Map<String, String> headers = head(content);
    String to = headers.getOrDefault("delivered-to", "").toLowerCase(Locale.ROOT);
    Letter letter =
        new Letter(
            id,
            to,
            decoded(headers.getOrDefault("from", "")),
            decoded(headers.getOrDefault("subject", "")),
            Instant.ofEpochMilli(Long.parseLong(id) / 1000),
            new Letter.Stored(file, file.isPresent() ? new byte[0] : content));
    all.put(id, letter);
    byAddress.computeIfAbsent(to, address -> new ConcurrentSkipListMap<>()).put(id, letter);
  }

  /**
   * The first value of each header, by name in lower case. Much faster than Jakarta Mail's, which
   * matters when tens of thousands of mails are read at once.
   */
  private static Map<String, String> head(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    String unfolded = FOLD.matcher(end < 0 ? text : text.substring(0, end)).replaceAll(" ");
    Map<String, String> headers = new HashMap<>();
    for (String line : unfolded.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static String decoded(String value) {
    try {
      return value.contains("=?") ? MimeUtility.decodeText(value) : value;
    } catch (UnsupportedEncodingException e) {
      return value; // In a character set that this JVM does not know: as it came.
    }
  }

  /** Microseconds since 1970, never the same twice: sixteen digits for some centuries. */
  private synchronized String nextId() {
    lastId = Math.max(lastId + 1, System.currentTimeMillis() * 1000);
    return Long.toString(lastId);
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
