package dev.lamina.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use whom, as the documentation of the packages says it. */
class ModuleRulesTest {
  private static final JavaClasses LAMINA =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.lamina");

  /** The JDK, annotations, and the libraries that all may use. */
  private static final DescribedPredicate<JavaClass> COMMON =
      resideInAnyPackage(
          "java..",
          "javax..",
          "jdk..",
          "com.google.common..",
          "com.google.errorprone.annotations..",
          "org.eclipse.collections..",
          "org.jspecify.annotations..");

  private static final String[] LAYERS_API = {
    "dev.lamina.ir..",
    "dev.lamina.object..",
    "dev.lamina.symbol..",
    "dev.lamina.session..",
    "dev.lamina.layer..",
    "dev.lamina.lazy",
    "dev.lamina.target",
  };

  /**
   * What the classes of a package may use besides themselves.
   *
   * @param packages in ArchUnit's notation
   */
  private record MayUse(String of, List<String> packages) {
    ArchRule rule() {
      String[] all = packages.toArray(new String[0]);
      DescribedPredicate<JavaClass> own = resideInAnyPackage(of);
      return classes()
          .that()
          .resideInAPackage(of)
          .should()
          .onlyDependOnClassesThat(own.or(COMMON).or(resideInAnyPackage(all)))
          .because("the package's documentation says so")
          .allowEmptyShould(false);
    }
  }

  private static MayUse mayUse(String of, String... packages) {
    return new MayUse(of, List.of(packages));
  }

  private static MayUse mayUseLayersApi(String of, String... further) {
    List<String> packages = new ArrayList<>(List.of(LAYERS_API));
    packages.addAll(List.of(further));
    return new MayUse(of, packages);
  }

  static List<MayUse> rules() {
    return List.of(
        // layers-api, from the ground up
        mayUse("dev.lamina.ir"),
        mayUse("dev.lamina.ir.analysis", "dev.lamina.ir"),
        mayUse("dev.lamina.ir.build", "dev.lamina.ir"),
        mayUse("dev.lamina.ir.text", "dev.lamina.ir"),
        mayUse(
            "dev.lamina.ir.verify",
            "dev.lamina.ir",
            "dev.lamina.ir.analysis",
            "dev.lamina.ir.text"),
        mayUse("dev.lamina.object"),
        mayUse("dev.lamina.object.elf", "dev.lamina.object"),
        mayUse("dev.lamina.symbol"),
        mayUse("dev.lamina.session", "dev.lamina.symbol"),
        mayUse("dev.lamina.lazy", "dev.lamina.ir", "dev.lamina.session"),
        mayUse(
            "dev.lamina.target",
            "dev.lamina.ir",
            "dev.lamina.lazy",
            "dev.lamina.object",
            "dev.lamina.symbol"),
        mayUse(
            "dev.lamina.layer",
            "dev.lamina.ir",
            "dev.lamina.object..",
            "dev.lamina.session",
            "dev.lamina.symbol",
            "dev.lamina.target"),
        // the layers: each sees layers-api, and no other layer
        mayUseLayersApi("dev.lamina.compile.."),
        mayUseLayersApi("dev.lamina.transform.."),
        mayUseLayersApi("dev.lamina.cod.."),
        mayUseLayersApi("dev.lamina.cache.."),
        mayUseLayersApi("dev.lamina.link", "dev.lamina.link.host"),
        mayUseLayersApi("dev.lamina.link.host", "com.sun.jna.."),
        mayUseLayersApi(
            "dev.lamina.link.call", "dev.lamina.link.host", "com.sun.jna..", "org.objectweb.asm"),
        mayUseLayersApi(
            "dev.lamina.link.process",
            "dev.lamina.link.call",
            "dev.lamina.link.host",
            "com.sun.jna.."),
        // targets, and what they are made of
        mayUseLayersApi("dev.lamina.codegen.."),
        mayUseLayersApi("dev.lamina.target.x86_64..", "dev.lamina.codegen.."),
        mayUseLayersApi("dev.lamina.target.ppc64..", "dev.lamina.codegen.."),
        // stacks, which know all of it but the insides of targets
        mayUseLayersApi(
            "dev.lamina.jit..",
            "dev.lamina.compile",
            "dev.lamina.transform..",
            "dev.lamina.cod..",
            "dev.lamina.cache..",
            "dev.lamina.link.."));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void packagesUseWhatTheyMayUse(MayUse rule) {
    rule.rule().check(LAMINA);
  }

  @Test
  void everyPackageHasARule() {
    List<String> ruled = new ArrayList<>();
    rules().forEach(rule -> ruled.add(rule.of()));
    noClasses()
        .that(not(resideInAnyPackage(ruled.toArray(new String[0]))))
        .and()
        .resideOutsideOfPackages("dev.lamina.hunt", "dev.lamina.it") // may use everything
        .should()
        .resideInAPackage("dev.lamina..")
        .allowEmptyShould(true)
        .check(LAMINA);
  }

  @Test
  void onlyTheHostBridgeKnowsJna() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.lamina.link.call", "dev.lamina.link.host", "dev.lamina.link.process")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.jna..")
        .check(LAMINA);
  }
}
