package io.evalstream.k8s;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/** What can be known without a cluster is worked out without one. */
class PurePartsTest {

    @Test
    void plansAndBudgetsKnowNoKubernetes() {
        noClasses()
                .that()
                .resideInAnyPackage("io.evalstream.k8s.plan..", "io.evalstream.k8s.budget..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8..",
                        "io.javaoperatorsdk..",
                        "org.apache.kafka..",
                        "io.evalstream.k8s.reconcile..",
                        "io.evalstream.k8s.resources..")
                .check(
                        new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("io.evalstream.k8s"));
    }
}
