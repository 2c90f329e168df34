package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;

class AuditCommandTest {

    @Test
    void withoutAnAddressNothingIsDone() {
        Command verify = Command.run("audit", "verify");
        assertThat(verify.code()).isEqualTo(64);
        assertThat(verify.fault()).contains("--endpoint: say where the log is");
        assertThat(Command.run("audit").code()).isEqualTo(64);
        assertThat(Command.run("audit", "replay", "--endpoint", "http://a").code()).isEqualTo(64);
    }

    @Test
    void whatIsNoAddressIsRefused() {
        Command verify = Command.run("audit", "verify", "--endpoint", "minio:9000");
        assertThat(verify.code()).isEqualTo(64);
        assertThat(verify.fault()).contains("'minio:9000' is no address of an S3 service");
    }

    @Test
    void aServiceThatIsNotThereIsNamed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Command verify = Command.run("audit", "verify", "--endpoint", "http://127.0.0.1:" + port);
        assertThat(verify.code()).isEqualTo(69);
        assertThat(verify.fault()).contains("S3 http://127.0.0.1:" + port + "/llm-eval-audit");
        assertThat(verify.errorLines()).hasSize(1);
    }
}
