package org.echoscale.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The arrows between modules and packages. Whoever adds one that is missing here changes the design. */
class ArchitectureTest {
    static final List<String> TRANSPORTS = List.of("ffm", "nio", "netty", "threads");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.echoscale");

    @Test
    void theContractNeedsTheJdkOnly() {
        classes().that()
                .resideInAPackage("org.echoscale.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "jdk.jfr..", "org.jspecify..", "org.echoscale.core..")
                .check(CLASSES);
    }

    @Test
    void syscallsKnowNothingOfTheProject() {
        noClasses().that()
                .resideInAPackage("org.echoscale.syscalls..")
                .should()
                .dependOnClassesThat(
                        are(resideInAnyPackage("org.echoscale.."))
                                .and(are(resideOutsideOfPackages("org.echoscale.syscalls.."))))
                .check(CLASSES);
    }

    @ParameterizedTest
    @FieldSource("TRANSPORTS")
    void aTransportKnowsTheContractAndNoOtherTransport(String transport) {
        String own = "org.echoscale." + transport + "..";
        noClasses().that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(
                        are(resideInAnyPackage("org.echoscale..")).and(
                                are(resideOutsideOfPackages(own, "org.echoscale.core..", "org.echoscale.syscalls.."))))
                .check(CLASSES);
    }

    @Test
    void resultsKnowNothingOfWhatProducesThem() {
        noClasses().that()
                .resideInAPackage("org.echoscale.results..")
                .should()
                .dependOnClassesThat(
                        are(resideInAnyPackage("org.echoscale.."))
                                .and(are(resideOutsideOfPackages("org.echoscale.results.."))))
                .check(CLASSES);
    }

    @Test
    void benchReachesTransportsThroughTheContractOnly() {
        noClasses().that()
                .resideInAPackage("org.echoscale.bench..")
                .should()
                .dependOnClassesThat(
                        are(resideInAnyPackage("org.echoscale.."))
                                .and(are(resideOutsideOfPackages("org.echoscale.bench..",
                                        "org.echoscale.core..", "org.echoscale.results..",
                                        "org.echoscale.syscalls.."))))
                .check(CLASSES);
    }

    @Test
    void nothingKnowsTheCommandLine() {
        noClasses().that()
                .resideOutsideOfPackage("org.echoscale.bench.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.echoscale.bench.cli..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("org.echoscale.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("org.echoscale.bench.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("org.echoscale.results.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrintsOrExits() {
        noClasses().that()
                .resideOutsideOfPackage("org.echoscale.bench.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .callMethod(System.class, "setOut", PrintStream.class)
                .check(CLASSES);
    }
}
