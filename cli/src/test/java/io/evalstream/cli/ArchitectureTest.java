package io.evalstream.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The arrows between the modules, and who alone knows names of topics and columns. */
class ArchitectureTest {

    private static final String CONTRACT = "io.evalstream.contract..";
    private static final String UDFS = "io.evalstream.udfs..";
    private static final String SQL_FUNCTIONS = "io.evalstream.udfs.sql..";
    private static final String READERS = "io.evalstream.readers..";
    private static final String DATASETS = "io.evalstream.datasets..";
    private static final String AUDIT = "io.evalstream.jobs.audit..";
    private static final String QUALITY = "io.evalstream.jobs.quality..";
    private static final String SNAPSHOT = "io.evalstream.jobs.snapshot..";
    private static final String DEDUP = "io.evalstream.jobs.dedup";
    private static final String DEDUP_ENGINE = "io.evalstream.jobs.dedup.engine..";
    private static final String JOBS = "io.evalstream.jobs..";
    private static final String TABLES = "io.evalstream.jobs.table..";
    private static final String SQL = "io.evalstream.sql..";
    private static final String GRAFANA = "io.evalstream.grafana..";
    private static final String EMBEDDED = "io.evalstream.embedded..";
    private static final String FLINK = "org.apache.flink..";
    private static final String KAFKA = "org.apache.kafka..";
    private static final String K8S = "io.evalstream.k8s..";
    private static final String CLI = "io.evalstream.cli..";

    private static JavaClasses all;

    @BeforeAll
    static void readClasses() {
        all =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.evalstream");
    }

    @Test
    void contractNeedsNothing() {
        classes()
                .that()
                .resideInAPackage(CONTRACT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CONTRACT, "java..")
                .check(all);
    }

    @Test
    void kernelsKnowNoEngine() {
        noClasses()
                .that()
                .resideInAPackage(UDFS)
                .and()
                .resideOutsideOfPackage(SQL_FUNCTIONS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.flink..", SQL_FUNCTIONS)
                .check(all);
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void modulesKnowOnlyWhatIsBelowThem(String module, List<String> foreign) {
        noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(foreign.toArray(String[]::new))
                .check(all);
    }

    static Stream<Arguments> arrows() {
        return Stream.of(
                arguments(UDFS, List.of(KAFKA, READERS, DATASETS, JOBS, SQL, EMBEDDED, CLI)),
                arguments(READERS, List.of(KAFKA, FLINK, UDFS, DATASETS, JOBS, SQL, EMBEDDED, CLI)),
                arguments(
                        DATASETS,
                        List.of(KAFKA, FLINK, READERS, JOBS, SQL, GRAFANA, EMBEDDED, CLI)),
                arguments(JOBS, List.of(READERS, GRAFANA, EMBEDDED, CLI)),
                arguments(SQL, List.of(KAFKA, FLINK, UDFS, READERS, JOBS, GRAFANA, EMBEDDED, CLI)),
                arguments(
                        GRAFANA,
                        List.of(CONTRACT, KAFKA, FLINK, UDFS, READERS, JOBS, SQL, EMBEDDED, CLI)),
                arguments(EMBEDDED, List.of(UDFS, READERS, JOBS, SQL, GRAFANA, CLI)),
                arguments(K8S, List.of(FLINK, UDFS, READERS, JOBS, SQL, GRAFANA, EMBEDDED, CLI)));
    }

    @Test
    void theAuditLogKnowsNothingOfVerdictsAndAloneTheObjectStore() {
        noClasses()
                .that()
                .resideInAPackage(AUDIT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(QUALITY, SNAPSHOT, CONTRACT, UDFS)
                .check(all);
        noClasses()
                .that()
                .resideOutsideOfPackages(AUDIT, DEDUP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.minio..")
                .check(all);
        noClasses()
                .that()
                .resideOutsideOfPackages(AUDIT, DATASETS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.github.luben..")
                .check(all);
    }

    @Test
    void theSnapshotKnowsNothingOfVerdictsAndTheQualityJobNothingOfIt() {
        noClasses()
                .that()
                .resideInAPackage(SNAPSHOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(QUALITY, "io.evalstream.udfs.verdict..")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage(QUALITY)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SNAPSHOT)
                .check(all);
    }

    @Test
    void theStepsOfDeduplicationKnowNoEngine() {
        noClasses()
                .that()
                .resideInAPackage(DEDUP_ENGINE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FLINK, DEDUP)
                .check(all);
    }

    @Test
    void onlyTheReadersOfDatasetsKnowParquet() {
        noClasses()
                .that()
                .resideOutsideOfPackage(DATASETS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.parquet..", "blue.strategic..")
                .check(all);
    }

    @Test
    void onlyTheCommandsStartServices() {
        noClasses()
                .that()
                .resideOutsideOfPackages(CLI, EMBEDDED)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(EMBEDDED)
                .check(all);
    }

    @Test
    void nothingNeedsTheCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CLI)
                .check(all);
    }

    @Test
    void jobsRunWithoutSql() {
        noClasses()
                .that()
                .resideInAPackage(JOBS)
                .and()
                .resideOutsideOfPackage(TABLES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TABLES, "org.apache.flink.table..")
                .check(all);
    }

    @Test
    void onlyTheControllerKnowsKubernetes() {
        noClasses()
                .that()
                .resideOutsideOfPackages(K8S, CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(K8S, "io.fabric8..")
                .check(all);
    }

    @Test
    void runsAreMadeAlikeWhoeverTellsOfThePush() {
        noClasses()
                .that()
                .resideInAnyPackage("io.evalstream.k8s.registry..", "io.evalstream.k8s.trigger..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.evalstream.k8s.webhook..")
                .check(all);
    }

    @Test
    void onlyTopicsNamesTopics() throws IOException {
        assertThat(filesThatSay(Pattern.compile("\"[^\"\n]*\\b(eval\\.[a-z]+|service\\.queries)")))
                .containsExactly("jobs/src/main/java/io/evalstream/jobs/kafka/Topics.java");
    }

    /** Columns whose names are no words of the contract, so that a literal can only mean them. */
    @Test
    void onlyTheTablesAndTheReportsNameTables() throws IOException {
        Pattern tables =
                Pattern.compile(
                        "\"[^\"\n]*\\b(samples_latest|results_prd|results_latest|verdicts_latest"
                                + "|dedup_removed)\\b"
                                + "|\"[^\"\n]*\\b(INSERT INTO|FROM) [a-z]");
        Set<String> allowed =
                Set.of(
                        "jobs/src/main/java/io/evalstream/jobs/clickhouse/ClickHouseTables.java",
                        "cli/src/main/java/io/evalstream/cli/ChangedItems.java",
                        "cli/src/main/java/io/evalstream/cli/RunList.java",
                        // Asks the server which tables there are.
                        "jobs/src/main/java/io/evalstream/jobs/table/clickhouse/ClickHouseTables.java");
        Set<String> others = new TreeSet<>(filesThatSay(tables));
        others.removeAll(allowed);
        others.removeIf(file -> file.startsWith("sql/"));
        // Asks the engine for its own health and settings, never for our tables.
        others.removeIf(file -> file.startsWith("embedded/"));
        // Fills and checks the tables without us, to compare.
        others.removeIf(file -> file.startsWith("bench/"));
        assertThat(others).isEmpty();
    }

    private static List<String> filesThatSay(Pattern literal) throws IOException {
        Path root = Repository.root();
        List<String> found = new ArrayList<>();
        int read = 0;
        for (Map.Entry<String, String> source : sources(root).entrySet()) {
            read++;
            Matcher matcher = literal.matcher(withoutComments(source.getValue()));
            if (matcher.find()) {
                found.add(source.getKey());
            }
        }
        assertThat(read).as("sources that were looked at").isGreaterThan(100);
        return found;
    }

    private static Map<String, String> sources(Path root) throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.toList()) {
                Path main = module.resolve("src/main/java");
                if (Files.isDirectory(main)) {
                    try (Stream<Path> files = Files.walk(main)) {
                        for (Path file : files.filter(Files::isRegularFile).toList()) {
                            sources.put(root.relativize(file).toString(), Files.readString(file));
                        }
                    }
                }
            }
        }
        return sources;
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
    }
}
