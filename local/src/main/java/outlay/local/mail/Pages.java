package outlay.local.mail;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import outlay.local.edge.Xml;

/** The inbox as HTML. Whatever a mail says is text here. Lists load themselves again. */
final class Pages {
  /** How many mails a list shows. */
  static final int LETTERS = 50;

  static final String POLICY =
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 0 auto; padding: 1rem; }
      ul, ol { list-style: none; padding: 0; }
      li { border-top: 1px solid #8884; padding: .5rem 0; overflow-wrap: anywhere; }
      li a { font-weight: 600; }
      time, .count, dt { opacity: .75; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
      dd { margin: 0; overflow-wrap: anywhere; }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8884;
        border-radius: .25rem; padding: 1rem; font: inherit; }
      pre.json { font: .875rem/1.4 ui-monospace, monospace; }
      """;

  private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"']+");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private Pages() {}

  static String addresses(Map<String, Integer> counts) {
    String items =
        counts.entrySet().stream()
            .map(
                entry ->
                    "<li><a href=\"%s\">%s</a> <span class=\"count\">%d</span></li>\n"
                        .formatted(
                            list(entry.getKey()), Xml.escaped(entry.getKey()), entry.getValue()))
            .collect(Collectors.joining());
    String body =
        counts.isEmpty() ? "<p>No mail has come yet.</p>\n" : "<ul>\n" + items + "</ul>\n";
    return page("Inbox", true, body);
  }

  /**
   * A page of an address's mails.
   *
   * @param letters one more than {@link #LETTERS} if there is a further page
   * @param before where the page starts; empty: with the newest mail
   */
  static String letters(String address, int count, List<Letter> letters, Optional<String> before) {
    boolean more = letters.size() > LETTERS;
    List<Letter> shown = more ? letters.subList(0, LETTERS) : letters;
    String items =
        shown.stream()
            .map(
                letter ->
                    "<li><a href=\"/mail/%s\">%s</a><br>%s %s</li>\n"
                        .formatted(
                            letter.id(),
                            Xml.escaped(subject(letter)),
                            time(letter.receivedAt()),
                            Xml.escaped(letter.from())))
            .collect(Collectors.joining());
    String older =
        more
            ? "<p><a rel=\"next\" href=\"%s&amp;before=%s\">Older mails</a></p>\n"
                .formatted(list(address), shown.get(shown.size() - 1).id())
            : "";
    String body =
        "<nav><a href=\"/\">All addresses</a></nav>\n<p class=\"count\">%s</p>\n<ol>\n%s</ol>\n%s"
            .formatted(count == 1 ? "1 mail" : count + " mails", items, older);
    return page(address, before.isEmpty(), body);
  }

  static String letter(Letter letter, Parts parts, Map<String, String> headers) {
    StringBuilder body = new StringBuilder();
    body.append(
        "<nav><a href=\"%s\">%s</a></nav>\n<dl>\n"
            .formatted(list(letter.to()), Xml.escaped(letter.to())));
    definition(body, "From", letter.from());
    definition(body, "To", letter.to());
    body.append("<dt>Received</dt><dd>").append(time(letter.receivedAt())).append("</dd>\n");
    headers.forEach(
        (name, value) -> {
          if (name.regionMatches(true, 0, "X-", 0, 2)) {
            definition(body, name, value);
          }
        });
    body.append("</dl>\n<pre>").append(linked(parts.text())).append("</pre>\n");
    for (String json : parts.json()) {
      body.append("<pre class=\"json\">").append(Xml.escaped(json)).append("</pre>\n");
    }
    body.append("<p><a href=\"/mail/%s.eml\">As it came</a></p>\n".formatted(letter.id()));
    return page(subject(letter), false, body.toString());
  }

  static String problem(String text) {
    return page(
        "Inbox", false, "<p>" + Xml.escaped(text) + "</p>\n<p><a href=\"/\">Inbox</a></p>\n");
  }

  private static void definition(StringBuilder body, String term, String text) {
    body.append("<dt>%s</dt><dd>%s</dd>\n".formatted(Xml.escaped(term), Xml.escaped(text)));
  }

  private static String page(String title, boolean refresh, String body) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        %s<title>%s</title>
        <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <main>
        <h1>%s</h1>
        %s</main>
        </body>
        </html>
        """
        .formatted(
            refresh ? "<meta http-equiv=\"refresh\" content=\"5\">\n" : "",
            Xml.escaped(title),
            Xml.escaped(title),
            body);
  }

  private static String subject(Letter letter) {
    return letter.subject().isBlank() ? "(no subject)" : letter.subject();
  }

  private static String list(String address) {
    return "/?to=" + URLEncoder.encode(address, StandardCharsets.UTF_8);
  }

  private static String time(Instant instant) {
    return "<time datetime=\"%s\">%s</time>"
        .formatted(instant.truncatedTo(ChronoUnit.SECONDS), TIME.format(instant));
  }

  /** The text, escaped, its web addresses made links. */
  private static String linked(String text) {
    StringBuilder linked = new StringBuilder();
    Matcher link = LINK.matcher(text);
    int end = 0;
    while (link.find()) {
      linked.append(Xml.escaped(text.substring(end, link.start())));
      String address = Xml.escaped(link.group());
      linked.append("<a rel=\"noreferrer\" href=\"%1$s\">%1$s</a>".formatted(address));
      end = link.end();
    }
    return linked.append(Xml.escaped(text.substring(end))).toString();
  }
}
