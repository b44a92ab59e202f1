package outlay.local.template;

import java.util.List;

/** The template cannot be run as it is written. Says everything that is wrong with it at once. */
public final class TemplateRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  TemplateRefused(String template, List<String> problems) {
    super(template + " cannot be run here:\n  - " + String.join("\n  - ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line each: the logical id and path, then what is wrong there. */
  public List<String> problems() {
    return problems;
  }
}
