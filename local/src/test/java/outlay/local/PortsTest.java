package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void from_zero_areFree() {
    Ports ports = Ports.from(0);

    assertThatCode(ports::check).doesNotThrowAnyException();
    assertThat(ports.edge()).isEqualTo(ports.web() + 4);
  }

  @Test
  void check_portTaken_namesIt() throws IOException {
    Ports ports = Ports.from(0);
    try (ServerSocket taken = new ServerSocket(ports.mail(), 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(ports::check)
          .isInstanceOf(Complaint.class)
          .hasMessageContaining("Port " + taken.getLocalPort() + " is taken");
    }
  }
}
