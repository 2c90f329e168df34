package io.evalstream.k8s.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What stands on this machine for what pods have: programs for images, folders for volumes.
 *
 * @param directory of runs, of their jobs and of what those left
 * @param home where processes are started
 * @param programs the command of each image, before the arguments of its container
 * @param volumes folders by the name of a volume
 * @param variables that every process gets besides those of its container
 */
public record Machine(
        Path directory,
        Path home,
        Map<String, List<String>> programs,
        Map<String, Path> volumes,
        Map<String, String> variables) {

    public Machine {
        programs = Map.copyOf(programs);
        volumes = Map.copyOf(volumes);
        variables = Map.copyOf(variables);
    }
}
