package io.evalstream.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every file is part of a kustomization and every file that one names is there. */
class KustomizationFilesTest {

    private static final String NAME = "kustomization.yaml";
    private static final List<String> ROOTS = List.of("base", "components", "overlays", "argo");

    /** Pairs of a file's name and its key. */
    private static String file(String literal) {
        return literal.substring(literal.indexOf('=') + 1);
    }

    private static Set<Path> named(Path kustomization) throws IOException {
        JsonNode object = Manifest.read(kustomization).get(0).object();
        Path folder = kustomization.getParent();
        Set<Path> named = new TreeSet<>();
        for (String list : List.of("resources", "components", "configurations")) {
            for (String entry : AccessPolicies.strings(object.path(list))) {
                named.add(folder.resolve(entry).normalize());
            }
        }
        for (JsonNode generator : object.path("configMapGenerator")) {
            for (String entry : AccessPolicies.strings(generator.path("files"))) {
                named.add(folder.resolve(file(entry)).normalize());
            }
        }
        for (JsonNode patch : object.path("patches")) {
            if (patch.has("path")) {
                named.add(folder.resolve(patch.path("path").asText()).normalize());
            }
        }
        return named;
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String root : ROOTS) {
            try (Stream<Path> all = Files.walk(Path.of(root))) {
                all.filter(Files::isRegularFile).map(Path::normalize).forEach(files::add);
            }
        }
        return files;
    }

    @Test
    void whatIsNamedIsThereAndWhatIsThereIsNamed() throws IOException {
        Set<Path> named = new TreeSet<>();
        List<Path> files = files();
        for (Path file : files) {
            if (file.endsWith(NAME)) {
                named.addAll(named(file));
            }
        }
        assertThat(named).isNotEmpty();
        for (Path path : named) {
            assertThat(Files.isDirectory(path) ? path.resolve(NAME) : path).exists();
        }
        for (Path file : files) {
            boolean isAnEnd = file.startsWith("overlays") || file.startsWith("argo");
            assertThat(
                            named.contains(file.endsWith(NAME) ? file.getParent() : file)
                                    || isAnEnd && file.endsWith(NAME)
                                    || file.startsWith("components") && file.endsWith(NAME))
                    .as(file + " is in a kustomization")
                    .isTrue();
        }
    }

    @Test
    void everyFileIsYamlThatNamesWhatItIs() throws IOException {
        for (Path file : files()) {
            boolean isObject =
                    !file.endsWith(NAME)
                            && file.toString().matches(".*\\.ya?ml")
                            && !Set.of(
                                            "kustomize-fields.yaml",
                                            "releases.yaml",
                                            "retention-options.yaml")
                                    .contains(file.getFileName().toString());
            if (isObject) {
                assertThat(Manifest.read(file))
                        .isNotEmpty()
                        .allSatisfy(
                                manifest -> {
                                    assertThat(manifest.kind()).isNotEmpty();
                                    assertThat(manifest.apiVersion()).isNotEmpty();
                                    assertThat(manifest.name()).isNotEmpty();
                                });
            }
        }
    }
}
