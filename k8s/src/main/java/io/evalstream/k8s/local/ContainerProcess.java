package io.evalstream.k8s.local;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The container of a pod as a process: the arguments and variables it would have there, with the
 * folders of this machine for the mounts. What points into a mount that has no folder here is left
 * out: the machine has such places, and secrets, itself.
 *
 * @param variables besides those that this program itself has
 */
record ContainerProcess(List<String> command, Map<String, String> variables) {

    /**
     * Translates the only container of a pod.
     *
     * @param plan folder of its plan; none where it has none
     */
    static ContainerProcess of(PodSpec pod, Optional<Path> plan, Machine machine) {
        Container container = pod.getContainers().get(0);
        List<String> program = machine.programs().get(container.getImage());
        if (program == null) {
            throw new IllegalStateException(
                    container.getImage() + ": this machine has no program for the image");
        }
        List<String> command = new ArrayList<>(program);
        for (String argument : container.getArgs()) {
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String option = argument.substring(0, equals + 1);
            translated(argument.substring(equals + 1), container, plan, machine)
                    .ifPresent(value -> command.add(option + value));
        }
        Map<String, String> variables = new TreeMap<>();
        for (EnvVar variable : container.getEnv()) {
            // Variables from a Secret are those that this program was started with.
            if (variable.getValue() != null) {
                translated(variable.getValue(), container, plan, machine)
                        .ifPresent(value -> variables.put(variable.getName(), value));
            }
        }
        variables.putAll(machine.variables());
        return new ContainerProcess(command, variables);
    }

    private static Optional<String> translated(
            String text, Container container, Optional<Path> plan, Machine machine) {
        for (VolumeMount mount : container.getVolumeMounts()) {
            String path = mount.getMountPath();
            if (text.equals(path) || text.startsWith(path + "/")) {
                Path folder =
                        mount.getName().equals("plan")
                                ? plan.orElse(null)
                                : machine.volumes().get(mount.getName());
                return Optional.ofNullable(folder)
                        .map(there -> there + text.substring(path.length()));
            }
        }
        return Optional.of(text);
    }
}
