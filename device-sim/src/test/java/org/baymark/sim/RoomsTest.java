package org.baymark.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.baymark", importOptions = DoNotIncludeTests.class)
class RoomsTest {
  @ArchTest
  static final ArchRule noCircles =
      slices()
          .matching("org.baymark.sim.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a room that needs itself through another cannot be read or tested by itself");

  @ArchTest
  static final ArchRule onlyTheProtocol =
      noClasses()
          .that()
          .resideInAPackage("org.baymark.sim..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.baymark.gateway..", "org.baymark.node..")
          .because("the demo starts the real programs; it does not borrow their classes");

  @ArchTest
  static final ArchRule fleetIsPure =
      classes()
          .that()
          .resideInAPackage("org.baymark.sim.fleet")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.baymark.sim.fleet",
              "org.baymark.protocol..",
              "org.jspecify..",
              "java.lang..",
              "java.math",
              "java.nio",
              "java.time",
              "java.util..")
          .because("devices, readings and lies follow from the seed alone");

  @ArchTest
  static final ArchRule clientsInTheUplink =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.baymark.sim.uplink")
          .and()
          .resideInAPackage("org.baymark.sim..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse..")
          .because("Paho and Californium have traps, and one room knows them");
}
