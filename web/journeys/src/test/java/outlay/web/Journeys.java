package outlay.web;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Journeys through the whole of Outlay, on a stack and in a browser that the tests of a class
 * share. Each test is a user of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Journeys {
  @SuppressWarnings("NullAway.Init") // By start.
  private Path files;

  @SuppressWarnings("NullAway.Init") // By start.
  RunningStack stack;

  @SuppressWarnings("NullAway.Init") // By start.
  private Chromium chromium;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    files = Files.createDirectory(folder.resolve("files"));
    chromium = Chromium.start();
    stack = RunningStack.start(folder.resolve("stack"));
  }

  @AfterAll
  void stop() {
    chromium.close();
    stack.close();
  }

  Visitor visitor() {
    return visitor(Visitor.Screen.DESKTOP);
  }

  Visitor visitor(Visitor.Screen screen) {
    return Visitor.on(chromium.browser(), stack.web(), screen);
  }

  /** A file of this test. */
  Path csv(String name, String text) throws Exception {
    return Files.writeString(files.resolve(name), text);
  }

  /** Waits for a mail with this text among those that the inbox is asked for; returns its id. */
  String mail(Visitor visitor, String query, String text) {
    List<String> found = new ArrayList<>();
    visitor
        .page()
        .waitForCondition(
            () -> found.addAll(mails(visitor, query, text)),
            new Page.WaitForConditionOptions().setTimeout(Chromium.PATIENCE_MS));
    return found.get(0);
  }

  /** The ids of the mails with this text, the newest first. */
  private List<String> mails(Visitor visitor, String query, String text) {
    String mails = visitor.gets(stack.mail().resolve("/messages?" + query));
    return JsonParser.parseString(mails).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(mail -> mail.get("text").getAsString().contains(text))
        .map(mail -> mail.get("id").getAsString())
        .toList();
  }
}
