package io.evalstream.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;

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
@AnalyzeClasses(packages = "io.evalstream", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String CONTRACT = "io.evalstream.contract..";
    private static final String UDFS = "io.evalstream.udfs..";
    private static final String SQL_FUNCTIONS = "io.evalstream.udfs.sql..";
    private static final String READERS = "io.evalstream.readers..";
    private static final String JOBS = "io.evalstream.jobs..";
    private static final String SQL = "io.evalstream.sql..";
    private static final String EMBEDDED = "io.evalstream.embedded..";
    private static final String CLI = "io.evalstream.cli..";

    @ArchTest
    static final ArchRule CONTRACT_NEEDS_NOTHING =
            classes()
                    .that()
                    .resideInAPackage(CONTRACT)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(CONTRACT, "java..");

    @ArchTest
    static final ArchRule KERNELS_KNOW_NO_ENGINE =
            noClasses()
                    .that()
                    .resideInAPackage(UDFS)
                    .and()
                    .resideOutsideOfPackage(SQL_FUNCTIONS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", SQL_FUNCTIONS);

    @ArchTest
    static final ArchRule SQL_FUNCTIONS_KNOW_NO_BROKER =
            noClasses()
                    .that()
                    .resideInAPackage(UDFS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule UDFS_NEED_ONLY_THE_CONTRACT =
            ownDependencies(UDFS, READERS, JOBS, SQL, EMBEDDED, CLI);

    @ArchTest
    static final ArchRule READERS_NEED_ONLY_THE_CONTRACT =
            ownDependencies(READERS, UDFS, JOBS, SQL, EMBEDDED, CLI, "org.apache.flink..");

    @ArchTest
    static final ArchRule JOBS_KNOW_NO_FILES_AND_NO_MACHINE =
            ownDependencies(JOBS, READERS, EMBEDDED, CLI);

    @ArchTest
    static final ArchRule SQL_IS_ON_ITS_OWN =
            ownDependencies(SQL, UDFS, READERS, JOBS, EMBEDDED, CLI);

    @ArchTest
    static final ArchRule EMBEDDED_SERVICES_KNOW_NO_JOB =
            ownDependencies(EMBEDDED, UDFS, READERS, JOBS, SQL, CLI);

    @ArchTest
    static final ArchRule ONLY_THE_COMMANDS_START_SERVICES =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(CLI, EMBEDDED)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(EMBEDDED);

    @ArchTest
    static final ArchRule NOTHING_NEEDS_THE_COMMANDS =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(CLI)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(CLI);

    private static ArchRule ownDependencies(String module, String... forbidden) {
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden);
    }

    @Test
    void onlyTopicsNamesTopics() throws IOException {
        assertThat(filesThatSay(Pattern.compile("\"[^\"\n]*\\beval\\.[a-z]+")))
                .containsExactly("jobs/src/main/java/io/evalstream/jobs/kafka/Topics.java");
    }

    /** Columns whose names are no words of the contract, so that a literal can only mean them. */
    @Test
    void onlyTheTablesAndTheReportOfChangedItemsNameTables() throws IOException {
        Pattern tables =
                Pattern.compile(
                        "\"[^\"\n]*\\b(samples_latest|results_prd|results_latest|verdicts_latest"
                                + "|dedup_removed)\\b"
                                + "|\"[^\"\n]*\\b(INSERT INTO|FROM) [a-z]");
        Set<String> allowed =
                Set.of(
                        "jobs/src/main/java/io/evalstream/jobs/clickhouse/ClickHouseTables.java",
                        "cli/src/main/java/io/evalstream/cli/ChangedItems.java");
        Set<String> others = new TreeSet<>(filesThatSay(tables));
        others.removeAll(allowed);
        others.removeIf(file -> file.startsWith("sql/"));
        // Asks the engine for its own health and settings, never for our tables.
        others.removeIf(file -> file.startsWith("embedded/"));
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
