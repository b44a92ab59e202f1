package outlay.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import java.util.SplittableRandom;

/** The five addresses of a stack: consecutive ports, known before anything listens on them. */
record Ports(int first) {
  private static final int COUNT = 5;

  /** Below what Linux and macOS hand out to clients, so that no connection takes one meanwhile. */
  private static final int LOWEST = 12_000;

  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 200;

  /**
   * The ports from {@code port} on, free or not.
   *
   * @param port the first one, or 0 for five that are free
   */
  static Ports from(int port) {
    return port == 0 ? free() : new Ports(port);
  }

  private static Ports free() {
    SplittableRandom random = new SplittableRandom();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Ports ports = new Ports(random.nextInt(LOWEST, HIGHEST - COUNT));
      if (ports.firstTaken().isEmpty()) {
        return ports;
      }
    }
    throw new Complaint("There are no five free ports in a row from " + LOWEST + " on.");
  }

  /**
   * Checks that nobody listens on them.
   *
   * @throws Complaint if one of them is taken
   */
  void check() {
    firstTaken()
        .ifPresent(
            taken -> {
              throw new Complaint(
                  "Port %d is taken (./run needs %d to %d). Choose others: ./run --port %d"
                      .formatted(taken, first, first + COUNT - 1, first + 10 * COUNT));
            });
  }

  private Optional<Integer> firstTaken() {
    for (int port = first; port < first + COUNT; port++) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true); // What was left in TIME_WAIT by the last run is free.
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (IOException taken) {
        return Optional.of(port);
      }
    }
    return Optional.empty();
  }

  int web() {
    return first;
  }

  int api() {
    return first + 1;
  }

  int mail() {
    return first + 2;
  }

  int signIn() {
    return first + 3;
  }

  int edge() {
    return first + 4;
  }

  static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
