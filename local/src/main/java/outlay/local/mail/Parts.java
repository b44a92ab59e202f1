package outlay.local.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a mail says.
 *
 * @param text its plain text, parts joined by an empty line
 * @param json its parts that are JSON, as they came
 */
record Parts(String text, List<String> json) {
  static Parts of(Part mail) throws MessagingException, IOException {
    List<String> texts = new ArrayList<>();
    List<String> json = new ArrayList<>();
    collect(mail, texts, json);
    return new Parts(String.join("\n\n", texts), List.copyOf(json));
  }

  private static void collect(Part part, List<String> texts, List<String> json)
      throws MessagingException, IOException {
    if (part.isMimeType("multipart/*")) {
      if (part.getContent() instanceof Multipart parts) {
        for (int i = 0; i < parts.getCount(); i++) {
          collect(parts.getBodyPart(i), texts, json);
        }
      }
    } else if (part.isMimeType("application/json")) {
      json.add(text(part));
    } else if (part.isMimeType("text/plain")) {
      texts.add(text(part).replace("\r\n", "\n"));
    }
  }

  /** Not {@link Part#getContent}, which searches the class path for a decoder each time. */
  private static String text(Part part) throws MessagingException, IOException {
    String name = new ContentType(part.getContentType()).getParameter("charset");
    Charset charset = StandardCharsets.UTF_8;
    if (name != null && Charset.isSupported(name)) {
      charset = Charset.forName(name);
    }
    return new String(part.getInputStream().readAllBytes(), charset);
  }
}
