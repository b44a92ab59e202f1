package outlay.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a document that a command writes: between two comments, which the document has. */
public final class Section {
  private static final String END = "<!-- to here -->";

  private Section() {}

  /**
   * Puts a text in the place of what the command wrote before.
   *
   * @param command as the document's first comment names it, such as {@code bench/reliability}
   * @throws IOException the document cannot be read or written, or has no such part
   */
  public static void write(Path document, String command, String text) throws IOException {
    String begin = "<!-- " + command + " writes from here -->";
    String whole = Files.readString(document);
    int from = whole.indexOf(begin);
    int to = from < 0 ? -1 : whole.indexOf(END, from);
    if (to < 0) {
      throw new IOException(document + " does not say where " + command + " writes");
    }
    Files.writeString(
        document,
        whole.substring(0, from) + begin + "\n" + text.strip() + "\n" + whole.substring(to));
  }
}
