package io.evalstream.embedded;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A Kafka broker and its controller in this process (KRaft, one node). */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE_ID = 1;

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts the broker; topics and offsets below {@code directory} survive a restart.
     *
     * @param port port to listen on, or 0 for a free one
     * @throws ServiceUnavailableException when the port is taken or the broker does not start
     */
    public static EmbeddedKafka start(Path directory, int port) {
        int brokerPort = LoopbackPort.choose("Kafka", port);
        int controllerPort = LoopbackPort.choose("Kafka controller", 0);
        try {
            Path log = Files.createDirectories(directory.resolve("log"));
            requireUnused(log.resolve(".lock"));
            format(log, clusterId(directory));
            KafkaRaftServer server =
                    new KafkaRaftServer(
                            new KafkaConfig(settings(log, brokerPort, controllerPort), false),
                            Time.SYSTEM);
            startUp(server);
            return new EmbeddedKafka(server, "127.0.0.1:" + brokerPort);
        } catch (Exception e) {
            throw new ServiceUnavailableException(
                    "Kafka: the broker did not start in "
                            + directory
                            + ": "
                            + e.getMessage()
                            + "; is another process using that directory?",
                    e);
        }
    }

    private static void startUp(KafkaRaftServer server) {
        boolean complete = false;
        try {
            server.startup();
            complete = true;
        } finally {
            if (!complete) {
                server.shutdown();
            }
        }
    }

    /** The broker ends the whole process when it finds its directory locked. */
    private static void requireUnused(Path lockFile) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new IOException(lockFile + " is locked");
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException(lockFile + " is locked by this process", e);
        }
    }

    private static String clusterId(Path directory) throws IOException {
        Path file = directory.resolve("cluster-id");
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        String id = Uuid.randomUuid().toString();
        Files.writeString(file, id);
        return id;
    }

    private static void format(Path log, String clusterId) throws Exception {
        new Formatter()
                .setPrintStream(
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(NODE_ID)
                .setClusterId(clusterId)
                .setDirectories(List.of(log.toString()))
                .setMetadataLogDirectory(log.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setIgnoreFormatted(true)
                .setControllerListenerName("CONTROLLER")
                .run();
    }

    private static Map<String, String> settings(Path log, int brokerPort, int controllerPort) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:"
                                + brokerPort
                                + ",CONTROLLER://127.0.0.1:"
                                + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + brokerPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry(
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", log.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "2"),
                Map.entry("num.recovery.threads.per.data.dir", "1"),
                Map.entry("background.threads", "2"));
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Creates the topics that do not exist yet.
     *
     * @param partitions number of partitions by topic name
     * @throws ServiceUnavailableException when the broker does not answer
     */
    public void createTopics(Map<String, Integer> partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (Map.Entry<String, Integer> topic : partitions.entrySet()) {
                createTopic(admin, new NewTopic(topic.getKey(), topic.getValue(), (short) 1));
            }
        }
    }

    private static void createTopic(Admin admin, NewTopic topic) {
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new ServiceUnavailableException(
                        "Kafka: cannot create topic " + topic.name() + ": " + e.getMessage(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableException("Kafka: interrupted while creating topics", e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
