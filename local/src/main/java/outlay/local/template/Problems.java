package outlay.local.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with one template, each thing once, in the order found. */
final class Problems {
  private final String template;
  private final Set<String> found = new LinkedHashSet<>();

  Problems(String template) {
    this.template = template;
  }

  /**
   * @param path the logical id and property path, as in {@code Ingest.Properties.Handler}
   * @param problem a sentence that goes on after a colon
   */
  void add(String path, String problem) {
    found.add(path + ": " + problem);
  }

  /**
   * @throws TemplateRefused if anything was found
   */
  void refuse() {
    if (!found.isEmpty()) {
      throw new TemplateRefused(template, List.copyOf(found));
    }
  }
}
