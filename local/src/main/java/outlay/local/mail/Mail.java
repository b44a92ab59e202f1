package outlay.local.mail;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import outlay.local.edge.Loopback;

/**
 * The mail system of this machine: an SMTP server (<a
 * href="https://greenmail-mail-test.github.io/greenmail/">GreenMail</a>) that takes mail for every
 * address, and an inbox in the browser. A mail is on disk before SMTP's {@code 250 OK}.
 */
public final class Mail implements AutoCloseable {
  private final Letters letters;
  private final GreenMail smtp;
  private final HttpServer web;
  private final ExecutorService threads;
  private final Session session;

  private Mail(
      Letters letters, GreenMail smtp, HttpServer web, ExecutorService threads, Session session) {
    this.letters = letters;
    this.smtp = smtp;
    this.web = web;
    this.threads = threads;
    this.session = session;
  }

  /**
   * Starts both servers on 127.0.0.1, SMTP on any port that is free.
   *
   * @param webPort the inbox's; 0 for any that is free
   * @param folder where mails are kept; empty: in memory
   * @throws IOException if the port is taken, or the folder cannot be read
   */
  public static Mail start(int webPort, Optional<Path> folder) throws IOException {
    Letters letters = Letters.open(folder);
    HttpServer web = Loopback.server(webPort);
    GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    smtp.getUserManager()
        .setMessageDeliveryHandler(
            (message, address) -> new Addressee(letters, address.getEmail()));
    smtp.start();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            4,
            task -> {
              Thread thread = new Thread(task, "inbox");
              thread.setDaemon(true);
              return thread;
            });
    web.setExecutor(threads);
    web.createContext("/", new Inbox(letters));
    web.start();
    return new Mail(letters, smtp, web, threads, session(smtp));
  }

  /** The address of the inbox's page. */
  public URI inbox() {
    return URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/");
  }

  /** How many mails each address has, by address. */
  public Map<String, Integer> counts() {
    return letters.addresses();
  }

  /** The port on 127.0.0.1 that takes mail over SMTP. */
  public int smtpPort() {
    return smtp.getSmtp().getPort();
  }

  /**
   * Sends a mail, and returns when the inbox holds it.
   *
   * @throws MessagingException if it was not taken; then the inbox does not hold it
   */
  public void deliver(Email email) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(email.from()));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(email.to()));
    message.setSubject(email.subject(), StandardCharsets.UTF_8.name());
    message.setHeader("Date", RFC_1123_DATE_TIME.format(OffsetDateTime.now(ZoneOffset.UTC)));
    message.setText(email.text(), StandardCharsets.UTF_8.name());
    for (var header : email.headers().entrySet()) {
      message.setHeader(header.getKey(), header.getValue());
    }
    message.saveChanges();
    Transport.send(message);
  }

  /** Stops both servers. */
  @Override
  public void close() {
    web.stop(0);
    threads.shutdownNow();
    smtp.stop();
  }

  private static Session session(GreenMail smtp) {
    Properties settings = new Properties();
    settings.put("mail.smtp.host", "127.0.0.1");
    settings.put("mail.smtp.port", Integer.toString(smtp.getSmtp().getPort()));
    settings.put("mail.smtp.connectiontimeout", "5000");
    settings.put("mail.smtp.timeout", "10000");
    settings.put("mail.smtp.localhost", "localhost");
    // GreenMail answers EHLO in several lines, each of which would wait for the one before.
    settings.put("mail.smtp.ehlo", "false");
    return Session.getInstance(settings);
  }
}
