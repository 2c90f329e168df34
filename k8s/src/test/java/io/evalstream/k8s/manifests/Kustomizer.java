package io.evalstream.k8s.manifests;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Renders folders with the kubectl or kustomize of this machine.
 *
 * @param command what comes before the folder
 */
record Kustomizer(List<String> command) {

    static final String MISSING =
            "neither kubectl nor kustomize is on the PATH, so overlays are not rendered; install one"
                    + " (k8s/README.md says how)";

    /** The one that is installed. */
    static Optional<Kustomizer> installed() {
        if (isOnThePath("kubectl")) {
            return Optional.of(new Kustomizer(List.of("kubectl", "kustomize")));
        }
        if (isOnThePath("kustomize")) {
            return Optional.of(new Kustomizer(List.of("kustomize", "build")));
        }
        return Optional.empty();
    }

    private static boolean isOnThePath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The objects of a folder.
     *
     * @throws IOException with what the program said, when it does not render
     */
    List<Manifest> render(Path folder) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.add(folder.toString());
        Path errors = Files.createTempFile("kustomize", ".txt");
        try {
            Process process = new ProcessBuilder(line).redirectError(errors.toFile()).start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(folder + ": " + Files.readString(errors));
            }
            return Manifest.parse(text, folder.toString());
        } finally {
            Files.delete(errors);
        }
    }
}
