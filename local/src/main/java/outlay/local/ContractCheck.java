package outlay.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import outlay.contract.Answer;
import outlay.contract.Contract;
import outlay.local.http.Witness;

/**
 * Holds every answer of the API against the {@code openapi.yaml} beside the template, where {@value
 * #VARIABLE} is {@code true} in the environment: in every test that starts a stack. What is not in
 * the contract is answered 500, and fails the stack's end as well, so that no test can overlook it.
 */
final class ContractCheck implements Witness, AutoCloseable {
  private static final String VARIABLE = "OUTLAY_CHECK_CONTRACT";
  private static final int SHOWN = 300;

  private final Contract contract;
  private final Set<String> found = new ConcurrentSkipListSet<>();

  ContractCheck(Contract contract) {
    this.contract = contract;
  }

  /** The check, if it is switched on and the template has a contract. */
  static Optional<ContractCheck> beside(Path template) throws IOException {
    Path file = template.resolveSibling("openapi.yaml");
    return Boolean.parseBoolean(System.getenv(VARIABLE)) && Files.exists(file)
        ? Optional.of(new ContractCheck(Contract.read(file)))
        : Optional.empty();
  }

  @Override
  public List<String> faults(
      String routeKey, int status, Map<String, String> headers, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    Answer answer = new Answer(status, headers, text);
    List<String> faults =
        routeKey.isEmpty()
            ? contract.faultsWithoutRoute(answer)
            : contract.faults(routeKey, answer);
    if (!faults.isEmpty()) {
      String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + " …" : text;
      found.add(
          "%s: %d %s: %s: %s"
              .formatted(
                  routeKey.isEmpty() ? "no route" : routeKey, status, headers, faults, shown));
    }
    return faults;
  }

  /**
   * Ends it.
   *
   * @throws IllegalStateException if any answer was not in the contract; names all of them
   */
  @Override
  public void close() {
    if (!found.isEmpty()) {
      throw new IllegalStateException(
          "Answers that openapi.yaml does not know:\n" + String.join("\n", found));
    }
  }
}
