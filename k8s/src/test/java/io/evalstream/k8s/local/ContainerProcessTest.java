package io.evalstream.k8s.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ContainerProcessTest {

    private static final Machine MACHINE =
            new Machine(
                    Path.of("/data"),
                    Path.of("/home"),
                    Map.of("image:1", List.of("run.sh", "-x")),
                    Map.of("raw", Path.of("/data/raw")),
                    Map.of("EXTRA", "e"));

    @Test
    void pathsOfMountsBecomeFoldersAndWhatHasNoneIsLeftOut() {
        ContainerProcess process =
                ContainerProcess.of(pod("image:1"), Optional.of(Path.of("/plans/1")), MACHINE);
        assertThat(process.command())
                .containsExactly(
                        "run.sh",
                        "-x",
                        "run",
                        "--plan",
                        "/plans/1/plan.json",
                        "--out=/data/raw/report.html",
                        "--url=http://h/etc/plan");
        assertThat(process.variables())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("LOGS", "/data/raw/a", "NAME", "/etc/planets", "EXTRA", "e"));
    }

    @Test
    void anImageWithoutAProgramIsNamed() {
        assertThatThrownBy(() -> ContainerProcess.of(pod("other:1"), Optional.empty(), MACHINE))
                .hasMessage("other:1: this machine has no program for the image");
    }

    private static PodSpec pod(String image) {
        return new PodSpecBuilder()
                .addNewContainer()
                .withImage(image)
                .withArgs(
                        "run",
                        "--plan",
                        "/etc/plan/plan.json",
                        "--out=/var/log/report.html",
                        "--password-file=/etc/secret/password",
                        "--url=http://h/etc/plan")
                .addNewEnv()
                .withName("LOGS")
                .withValue("/var/log/a")
                .endEnv()
                .addNewEnv()
                .withName("HOME")
                .withValue("/etc/secret")
                .endEnv()
                .addNewEnv()
                .withName("NAME")
                .withValue("/etc/planets")
                .endEnv()
                .addNewEnv()
                .withName("FROM_A_SECRET")
                .endEnv()
                .addNewVolumeMount()
                .withName("plan")
                .withMountPath("/etc/plan")
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("raw")
                .withMountPath("/var/log")
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("secret")
                .withMountPath("/etc/secret")
                .endVolumeMount()
                .endContainer()
                .build();
    }
}
