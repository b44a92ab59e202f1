package outlay.bench;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * The house's rules, over the classes of every module. This module is built last, so that all of
 * them are there.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {
  private static final List<String> MODULES =
      List.of(
          "bench/histories",
          "shared-model",
          "contract",
          "ingest",
          "query",
          "stream-processors",
          "scheduled-jobs",
          "local",
          "local/lambda-runtime",
          "bench");
  private static final String[] FUNCTIONS = {
    "outlay.ingest..",
    "outlay.settings..",
    "outlay.query..",
    "outlay.reports..",
    "outlay.streams..",
    "outlay.jobs.."
  };

  private static final JavaClasses CLASSES = importAll();

  private static JavaClasses importAll() {
    List<Path> folders =
        MODULES.stream().map(module -> root().resolve(module).resolve("target/classes")).toList();
    assertThat(folders).as("every module is compiled: run ./test").allMatch(Files::isDirectory);
    return new ClassFileImporter().importPaths(folders);
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    return Files.exists(folder.resolve("template.yaml"))
        ? folder
        : java.util.Objects.requireNonNull(folder.getParent());
  }

  @Test
  void the_model_is_pure() {
    classes()
        .that()
        .resideInAPackage("outlay.model")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("outlay.model", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void money_is_never_a_floating_point_number() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(
            "outlay.model",
            "outlay.store",
            "outlay.totals",
            "outlay.alerts",
            "outlay.edge",
            "outlay.ingest",
            "outlay.settings",
            "outlay.query")
        .should()
        .notHaveRawType(
            new DescribedPredicate<>("double or float") {
              @Override
              public boolean test(com.tngtech.archunit.core.domain.JavaClass type) {
                return List.of("double", "float", "java.lang.Double", "java.lang.Float")
                    .contains(type.getName());
              }
            })
        .check(CLASSES);
  }

  @Test
  void a_function_sees_no_other_function() {
    slices()
        .matching("outlay.(ingest|settings|query|reports|streams|jobs)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void functions_and_what_they_share_see_neither_local_nor_bench() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "outlay.model",
            "outlay.store",
            "outlay.totals",
            "outlay.alerts",
            "outlay.edge",
            "outlay.ingest..",
            "outlay.settings..",
            "outlay.query..",
            "outlay.reports..",
            "outlay.streams..",
            "outlay.jobs..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("outlay.local..", "outlay.bench..", "outlay.histories..")
        .check(CLASSES);
  }

  @Test
  void the_contract_sees_no_other_module() {
    noClasses()
        .that()
        .resideInAPackage("outlay.contract")
        .should()
        .dependOnClassesThat(
            resideInAPackage("outlay..").and(not(resideInAPackage("outlay.contract"))))
        .check(CLASSES);
  }

  @Test
  void functions_do_not_see_the_contract() {
    noClasses()
        .that()
        .resideOutsideOfPackages("outlay.contract", "outlay.local..", "outlay.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("outlay.contract")
        .check(CLASSES);
  }

  @Test
  void local_and_bench_see_no_class_of_a_function_or_of_the_shared_model() {
    noClasses()
        .that()
        .resideInAnyPackage("outlay.local..", "outlay.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "outlay.model", "outlay.store", "outlay.totals", "outlay.alerts", "outlay.edge")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage("outlay.local..", "outlay.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FUNCTIONS)
        .check(CLASSES);
  }

  @Test
  void the_aws_sdk_is_in_the_store_and_in_classes_named_for_a_service() {
    noClasses()
        .that()
        .resideInAnyPackage("outlay.model", "outlay.totals", "outlay.alerts", "outlay.edge")
        .or()
        .resideInAnyPackage(FUNCTIONS)
        .and()
        .haveSimpleNameNotEndingWith("Handler")
        .and(
            new DescribedPredicate<>("are not named for a service, nor nested in a class that is") {
              @Override
              public boolean test(com.tngtech.archunit.core.domain.JavaClass type) {
                return !type.getName()
                    .matches(
                        "outlay\\.[\\w.]+\\.(Dynamo|Sns|Sqs|S3|RdsData|EventBridge)\\w*(\\$.*)?");
              }
            })
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon.awssdk..")
        .check(CLASSES);
  }

  @Test
  void only_handlers_of_a_function_are_public() {
    classes()
        .that()
        .resideInAnyPackage(FUNCTIONS)
        .and()
        // What all jobs have in common, and what two of them compare by.
        .resideOutsideOfPackages("outlay.jobs.runs", "outlay.jobs.digest")
        .and()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .should()
        .haveSimpleNameEndingWith("Handler")
        .check(CLASSES);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("outlay.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
