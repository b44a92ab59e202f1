package outlay.local.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MailTest {
  private static final String FINANCE = "finance@outlay.example";

  /** So long that its encoded form takes several lines. */
  private static final String SUBJECT = "Budget ₹ exceeded ".repeat(8).strip();

  @TempDir private Path folder;

  @Test
  void deliver_isInTheInboxAndOnDisk() throws Exception {
    try (Mail mail = Mail.start(0, Optional.of(folder))) {
      mail.deliver(mail(FINANCE, SUBJECT, "₹ 12,000 of 10,000\n.\nline"));

      JsonNode message = messages(mail, "?to=Finance@outlay.example").get(0);
      assertThat(message.path("subject").asText()).isEqualTo(SUBJECT);
      assertThat(message.path("text").asText().strip()).isEqualTo("₹ 12,000 of 10,000\n.\nline");
      assertThat(message.path("to").asText()).isEqualTo(FINANCE);
      assertThat(message.at("/headers/X-Kind").asText()).isEqualTo("budget");
    }
    try (Mail mail = Mail.start(0, Optional.of(folder))) {
      mail.deliver(mail(FINANCE, "Second", "2"));

      assertThat(messages(mail, "?to=" + FINANCE))
          .extracting(message -> message.path("subject").asText())
          .containsExactly("Second", SUBJECT);
    }
  }

  @Test
  void deliver_thatCannotBeKept_fails() throws Exception {
    Path mails = folder.resolve("mails");
    try (Mail mail = Mail.start(0, Optional.of(mails))) {
      Files.delete(mails);

      assertThatThrownBy(() -> mail.deliver(mail(FINANCE, "Lost", "?")))
          .isInstanceOf(MessagingException.class);
      assertThat(messages(mail, "")).isEmpty();
    }
  }

  @Test
  void messages_arePagedNewestFirst() throws Exception {
    try (Mail mail = Mail.start(0, Optional.empty())) {
      for (int i = 1; i <= 5; i++) {
        mail.deliver(mail(FINANCE, "Mail " + i, "text"));
      }

      List<String> subjects = new ArrayList<>();
      String before = "";
      for (JsonNode page = messages(mail, "?limit=2");
          !page.isEmpty();
          page = messages(mail, "?limit=2&before=" + before)) {
        page.forEach(message -> subjects.add(message.path("subject").asText()));
        before = page.get(page.size() - 1).path("id").asText();
      }

      assertThat(subjects).containsExactly("Mail 5", "Mail 4", "Mail 3", "Mail 2", "Mail 1");
      assertThat(get(mail, "/messages?limit=0").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void pages_showTextAsTextAndLinks() throws Exception {
    try (Mail mail = Mail.start(0, Optional.empty())) {
      mail.deliver(
          mail(
              "x@outlay.example", "<b>&", "<script>alert(1)</script> http://127.0.0.1:1/?a=1&b=2"));
      String id = messages(mail, "").get(0).path("id").asText();

      assertThat(get(mail, "/").body()).contains("x@outlay.example", "http-equiv=\"refresh\"");
      assertThat(get(mail, "/?to=x@outlay.example").body())
          .contains("&lt;b&gt;&amp;", "/mail/" + id, "1 mail");
      HttpResponse<String> page = get(mail, "/mail/" + id);
      assertThat(page.body())
          .contains("&lt;script&gt;", "href=\"http://127.0.0.1:1/?a=1&amp;b=2\"", "<dt>X-Kind</dt>")
          .doesNotContain("<script>");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'");
      assertThat(get(mail, "/mail/" + id + ".eml").body()).startsWith("Delivered-To:");
      assertThat(get(mail, "/mail/1").statusCode()).isEqualTo(404);
      assertThat(get(mail, "/mail/../x").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void list_hasPages() throws Exception {
    try (Mail mail = Mail.start(0, Optional.empty())) {
      for (int i = 1; i <= Pages.LETTERS + 1; i++) {
        mail.deliver(mail(FINANCE, "Mail " + i + ".", "text"));
      }

      String first = get(mail, "/?to=" + FINANCE).body();
      assertThat(first).contains("51 mails", "Mail 51.", "Mail 2.", "rel=\"next\"");
      assertThat(first).doesNotContain("Mail 1.");
    }
  }

  private static Email mail(String to, String subject, String text) {
    return new Email("no-reply@outlay.example", to, subject, text, Map.of("X-Kind", "budget"));
  }

  private static JsonNode messages(Mail mail, String query) throws Exception {
    return new ObjectMapper().readTree(get(mail, "/messages" + query).body());
  }

  private static HttpResponse<String> get(Mail mail, String path) throws Exception {
    URI uri = mail.inbox().resolve(path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
