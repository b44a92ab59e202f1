package outlay.local.edge;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** HTTP servers that only this machine reaches. */
public final class Loopback {
  static {
    // Read once by the JDK, before its first server or client is made.
    defaultProperty("sun.net.httpserver.nodelay", "true");
    defaultProperty("sun.net.httpserver.maxIdleConnections", "10000");
    // As many as there may be calls at once: else a connection is closed after each call but five.
    defaultProperty("http.maxConnections", "200");
    // A call whose answer is lost is its caller's to repeat.
    defaultProperty("sun.net.http.retryPost", "false");
    // Shorter than any backend keeps an idle connection.
    defaultProperty("jdk.httpclient.keepalive.timeout", "15");
  }

  private Loopback() {}

  /**
   * A server that is bound and not started yet.
   *
   * @param port 0 for any that is free
   * @throws IOException if the port is taken
   */
  public static HttpServer server(int port) throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
  }

  private static void defaultProperty(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
