package outlay.local.mail;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;

/** Whoever GreenMail delivers to: every address there is, each without a password. */
final class Addressee implements GreenMailUser {
  private final Letters letters;
  private final String address;

  Addressee(Letters letters, String address) {
    this.letters = letters;
    this.address = address;
  }

  @Override
  public void deliver(MovingMessage message) {
    deliver(message.getMessage());
  }

  /** Keeps the mail; whatever is thrown makes GreenMail answer 451 in place of 250. */
  @Override
  public void deliver(MimeMessage message) {
    try {
      letters.add(address, message);
    } catch (IOException | MessagingException e) {
      throw new IllegalStateException("The mail to " + address + " cannot be kept.", e);
    }
  }

  @Override
  public String getEmail() {
    return address;
  }

  @Override
  public String getLogin() {
    return address;
  }

  @Override
  public String getPassword() {
    return "";
  }

  @Override
  public String getQualifiedMailboxName() {
    return address;
  }

  @Override
  public void create() {
    throw new UnsupportedOperationException("There are no accounts.");
  }

  @Override
  public void delete() {
    throw new UnsupportedOperationException("There are no accounts.");
  }

  @Override
  public void setPassword(String password) {
    throw new UnsupportedOperationException("There are no accounts.");
  }

  @Override
  public void authenticate(String password) {
    throw new UnsupportedOperationException("There are no accounts.");
  }
}
