package io.evalstream.k8s.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.plan.RunSettings;
import io.evalstream.k8s.reconcile.UnavailableException;
import io.evalstream.k8s.runs.RunStore;
import io.fabric8.kubernetes.client.utils.Serialization;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Runs as files: {@code runs/NAME.yaml} says what is wanted and belongs to people, {@code
 * status/NAME.yaml} is the run with its status and belongs to the controller. A run whose first
 * file is gone is deleted.
 */
final class RunDirectory implements RunStore {

    private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);
    private static final String SUFFIX = ".yaml";
    private static final String NAME = "[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?";

    private final Path wanted;
    private final Path known;
    private final String namespace;
    private final String endpoint;
    private final Clock clock;

    /**
     * @param endpoint of the model of runs that name none: nothing is deployed here
     */
    RunDirectory(Path directory, String namespace, String endpoint, Clock clock)
            throws IOException {
        this.wanted = Files.createDirectories(directory.resolve("runs"));
        this.known = Files.createDirectories(directory.resolve("status"));
        this.namespace = namespace;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** Where people say what is wanted. */
    Path wanted() {
        return wanted;
    }

    /** Names of all runs, those that are being deleted included. */
    TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>();
        for (Path folder : List.of(wanted, known)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(SUFFIX)) {
                        names.add(name.substring(0, name.length() - SUFFIX.length()));
                    }
                }
            } catch (IOException e) {
                throw unreadable(folder, e);
            }
        }
        return names;
    }

    /** The run as it was last known, when it is no longer wanted. */
    Optional<EvalRun> deleted(String name) {
        return Files.exists(file(wanted, name)) ? Optional.empty() : read(file(known, name));
    }

    /** Forgets a deleted run. */
    void forget(String name) {
        try {
            Files.deleteIfExists(file(known, name));
        } catch (IOException e) {
            throw unreadable(file(known, name), e);
        }
    }

    /**
     * A run as it is now.
     *
     * @throws UnusableRunException when its file is none of a run
     */
    @Override
    public Optional<EvalRun> get(String namespace, String name) {
        Path file = file(wanted, name);
        Optional<EvalRun> wantedRun = read(file);
        if (wantedRun.isEmpty()) {
            return Optional.empty();
        }
        EvalRun run = wantedRun.get();
        if (!name.matches(NAME)) {
            throw new UnusableRunException(file + ": the name of a run is like " + NAME);
        }
        if (run.getMetadata() == null || !name.equals(run.getMetadata().getName())) {
            throw new UnusableRunException(
                    file + ": metadata.name: is not that of the file; say '" + name + "'");
        }
        if (run.getSpec() == null
                || run.getSpec().image() == null
                || run.getSpec().tag() == null
                || run.getSpec().digest() == null
                || run.getSpec().suites() == null
                || run.getSpec().suites().isEmpty()) {
            throw new UnusableRunException(
                    file + ": spec: image, tag, digest and suites are needed");
        }
        run.getMetadata().setNamespace(this.namespace);
        run.setSpec(withEndpoint(run.getSpec()));
        read(file(known, name))
                .ifPresentOrElse(
                        before -> {
                            run.getMetadata().setUid(before.getMetadata().getUid());
                            run.getMetadata()
                                    .setCreationTimestamp(
                                            before.getMetadata().getCreationTimestamp());
                            run.setStatus(before.getStatus());
                        },
                        () -> begin(run));
        return Optional.of(run);
    }

    private EvalRunSpec withEndpoint(EvalRunSpec spec) {
        if (!new RunSettings(spec).deploysServer()) {
            return spec;
        }
        ObjectNode fields = Serialization.jsonMapper().valueToTree(spec);
        fields.withObjectProperty("serving").put("endpoint", endpoint);
        return Serialization.jsonMapper().convertValue(fields, EvalRunSpec.class);
    }

    private void begin(EvalRun run) {
        if (run.getMetadata().getUid() == null) {
            run.getMetadata().setUid(UUID.randomUUID().toString());
        }
        if (run.getMetadata().getCreationTimestamp() == null) {
            run.getMetadata()
                    .setCreationTimestamp(
                            clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        }
        run.setStatus(null);
    }

    @Override
    public List<EvalRun> all(String namespace) {
        List<EvalRun> runs = new ArrayList<>();
        for (String name : names()) {
            try {
                get(namespace, name).ifPresent(runs::add);
            } catch (UnusableRunException e) {
                LOG.debug("{}", e.getMessage());
            }
        }
        return runs;
    }

    @Override
    public List<EvalRun> labelled(String namespace, String label, String value) {
        List<EvalRun> runs = new ArrayList<>();
        for (EvalRun run : all(namespace)) {
            if (run.getMetadata().getLabels() != null
                    && value.equals(run.getMetadata().getLabels().get(label))) {
                runs.add(run);
            }
        }
        return runs;
    }

    @Override
    public boolean create(EvalRun run) {
        begin(run);
        Path file = file(wanted, run.getMetadata().getName());
        try {
            Path whole = Files.createTempFile(wanted, "new-", ".tmp");
            try {
                Files.writeString(whole, Serialization.asYaml(run));
                // A link is made only if there is none, and its file is whole from the beginning.
                Files.createLink(file, whole);
            } finally {
                Files.delete(whole);
            }
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public void writeStatus(EvalRun run) {
        Path file = file(known, run.getMetadata().getName());
        try {
            Path whole = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(whole, Serialization.asYaml(run));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Path file(Path folder, String name) {
        return folder.resolve(name + SUFFIX);
    }

    private static Optional<EvalRun> read(Path file) {
        try {
            EvalRun run =
                    Serialization.yamlMapper().readValue(Files.readString(file), EvalRun.class);
            if (run == null) {
                throw new UnusableRunException(file + ": is empty");
            }
            return Optional.of(run);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new UnusableRunException(
                    file
                            + " line "
                            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
                            + ": "
                            + said(e));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Without what the parser says to those who know its classes. */
    private static String said(JsonProcessingException fault) {
        String line = fault.getOriginalMessage().lines().findFirst().orElse("is no YAML");
        int end = line.indexOf(" (class ");
        return end < 0 ? line : line.substring(0, end);
    }

    private static UnavailableException unreadable(Path file, IOException e) {
        return new UnavailableException(
                file + ": cannot be read or written (" + e.getClass().getSimpleName() + ")", e);
    }
}
