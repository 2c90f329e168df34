package io.evalstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

class LoopbackPortTest {

    @Test
    void noPortIsChosenTwiceNorOneThatAConnectionMayTake() {
        Set<Integer> chosen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            assertThat(chosen.add(LoopbackPort.choose("test", 0))).isTrue();
        }
        assertThat(chosen).allMatch(port -> port >= 20_000 && port < 30_000);
    }

    @Test
    void aPortThatIsTakenIsPassedOverOrRefused() throws IOException {
        int port = LoopbackPort.choose("test", 0);
        try (ServerSocket taken =
                new ServerSocket(port + 1, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(LoopbackPort.choose("test", 0)).isNotEqualTo(taken.getLocalPort());
            assertThatThrownBy(() -> LoopbackPort.choose("test", taken.getLocalPort()))
                    .isInstanceOf(ServiceUnavailableException.class)
                    .hasMessageStartingWith("test: port " + taken.getLocalPort() + " is taken");
        }
        assertThat(LoopbackPort.choose("test", port)).isEqualTo(port);
    }
}
