package io.evalstream.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The CustomResourceDefinition that is installed is the one of the types. */
class EvalRunDefinitionTest {

    private static final String FILE = "evalruns.evalstream.io-v1.yml";

    /** The columns of {@code kubectl get} from left to right, as the type names them. */
    private static final List<String> COLUMNS =
            Arrays.stream(EvalRun.class.getAnnotationsByType(AdditionalPrinterColumn.class))
                    .map(AdditionalPrinterColumn::name)
                    .toList();

    @TempDir private Path directory;

    @Test
    void theInstalledDefinitionIsThatOfTheTypes() throws Exception {
        new CRDGenerator()
                .customResourceClasses(EvalRun.class)
                .withPostProcessor(new Completion())
                .inOutputDir(directory.toFile())
                .generate();
        Path installed = Path.of("base/crd", FILE);
        if (Boolean.getBoolean("crd.write")) {
            Files.copy(directory.resolve(FILE), installed, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(installed)
                .as("made anew by -Dcrd.write=true")
                .hasSameTextualContentAs(directory.resolve(FILE));
    }

    /** The generator sorts columns by their paths, and does not ask for a spec. */
    private static final class Completion implements CRDPostProcessor {

        @Override
        public HasMetadata process(HasMetadata generated, String crdVersion) {
            CustomResourceDefinition definition = (CustomResourceDefinition) generated;
            for (CustomResourceDefinitionVersion version : definition.getSpec().getVersions()) {
                List<CustomResourceColumnDefinition> columns =
                        new ArrayList<>(version.getAdditionalPrinterColumns());
                columns.sort(Comparator.comparing(column -> COLUMNS.indexOf(column.getName())));
                version.setAdditionalPrinterColumns(columns);
                version.getSchema().getOpenAPIV3Schema().setRequired(List.of("spec"));
            }
            return definition;
        }
    }
}
