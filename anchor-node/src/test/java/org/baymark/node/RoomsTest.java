package org.baymark.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The drawing, as far as a machine can hold it. */
@AnalyzeClasses(packages = "org.baymark.node", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
  @ArchTest
  static final ArchRule SQL_STAYS_IN_THE_STORE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..node.store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
          .because("what is durable, and when, is decided in one room");

  @ArchTest
  static final ArchRule ONLY_MAIN_HAS_NO_ROOM =
      classes()
          .that()
          .resideInAPackage("org.baymark.node")
          .should()
          .haveSimpleName("Main")
          .orShould()
          .haveSimpleName("package-info")
          .because("what has no room belongs to no thought");

  @ArchTest
  static final ArchRule ONLY_COMMANDS_ARE_TYPED =
      noClasses()
          .that()
          .resideOutsideOfPackage("..node.cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..")
          .because("options and their texts are for people; the rooms are given settings");

  @ArchTest
  static final ArchRule NOBODY_CALLS_A_COMMAND =
      noClasses()
          .that()
          .resideOutsideOfPackages("..node.cli", "org.baymark.node")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..node.cli")
          .because("a node runs without anybody who types");

  @ArchTest
  static final ArchRule ONLY_RUN_KNOWS_WHAT_RUNS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..node.running")
          .and()
          .doNotHaveFullyQualifiedName("org.baymark.node.cli.RunCommand")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..node.running")
          .because("every other command asks a node over HTTP, or reads and writes its folder");

  @ArchTest
  static final ArchRule SETTINGS_KNOW_NOBODY_WHO_READS_THEM =
      noClasses()
          .that()
          .resideInAnyPackage("..node.config", "..node.folder", "..node.exit")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..node.cli", "..node.running", "..node.store", "..node.sequence", "..node.http")
          .because("commands and the running node have to read a folder alike");

  @ArchTest
  static final ArchRule WEB_STAYS_IN_HTTP =
      noClasses()
          .that()
          .resideOutsideOfPackages("..node.http", "..node.peer")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.ext.web..", "io.vertx.core.http..")
          .because("the log does not know how it is asked");

  @ArchTest
  static final ArchRule RATIS_STAYS_IN_ORDER =
      noClasses()
          .that()
          .resideOutsideOfPackage("..node.order")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.ratis..")
          .because("nothing that is trusted rests on who keeps the order");

  @ArchTest
  static final ArchRule CHAINS_OF_OTHERS_STAY_IN_ONWARD =
      noClasses()
          .that()
          .resideOutsideOfPackage("..node.onward")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.web3j..", "okhttp3..")
          .because("nothing that is certified waits for, or rests on, a chain of others");

  @ArchTest
  static final ArchRule PURE_ROOMS_KNOW_THE_PROTOCOL_ONLY =
      classes()
          .that()
          .resideInAnyPackage("..node.shelf", "..node.ledger", "..node.voting", "..node.registrar")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang",
              "java.lang.invoke",
              "java.lang.runtime",
              "java.nio",
              "java.util",
              "java.util.function",
              "java.util.regex",
              "java.util.stream",
              "java.time",
              "org.jspecify.annotations",
              "org.baymark.protocol..",
              "org.baymark.node.shelf",
              "org.baymark.node.ledger",
              "org.baymark.node.voting",
              "org.baymark.node.registrar")
          .because(
              "every member must come to the same result: no disk, net, log or thread decides");

  @ArchTest
  static final ArchRule CODES_ARE_DRAWN_IN_PAPERS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..node.papers")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.nayuki..")
          .because("what draws a code knows nothing of what it says");

  @ArchTest
  static final ArchRule PURE_ROOMS_READ_NO_CLOCK =
      noClasses()
          .that()
          .resideInAnyPackage("..node.shelf", "..node.ledger", "..node.voting", "..node.registrar")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .because("time comes in as an argument, so that a run can be repeated exactly");

  @ArchTest
  static final ArchRule NO_CLOCK_OUTSIDE_MAIN =
      noClasses()
          .that()
          .doNotHaveSimpleName("Main")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.InstantSource.class, "system")
          .because("only Main takes the time from the machine");

  @ArchTest
  static final ArchRule THE_LEDGER_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("..node.ledger")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..node.store", "..node.sequence", "..node.http", "..node.voting")
          .because("a replicated log must be able to run it behind another order");

  @ArchTest
  static final ArchRule A_SHELF_KNOWS_NO_LEDGER =
      noClasses()
          .that()
          .resideInAnyPackage("..node.shelf", "..node.store", "..node.voting")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..node.ledger")
          .because("who keeps facts does not decide which ones follow from a log");

  @ArchTest
  static final ArchRule TILES_ARE_ARITHMETIC =
      classes()
          .that()
          .resideInAPackage("..node.tiles")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.util..",
              "java.nio",
              "org.jspecify.annotations",
              "org.baymark.protocol..",
              "org.baymark.node.tiles")
          .because("what stands in a tile follows from the tree alone");

  @ArchTest
  static final ArchRule AN_AUDITOR_SHARES_NOTHING_WITH_THE_NODE =
      classes()
          .that()
          .resideInAPackage("..node.audit")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.net.ssl",
              "org.jspecify.annotations",
              "org.baymark.protocol..",
              "org.baymark.node.audit")
          .because("a fault of the node must not be a fault of who checks it");

  @ArchTest
  static final ArchRule WITNESSING_STAYS_OUT_OF_THE_ALLIANCE =
      noClasses()
          .that()
          .resideInAnyPackage("..node.ledger", "..node.sequence", "..node.store")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..node.witness")
          .because("neither a witness nor a watched log has a say in what is certified");

  @ArchTest
  static final ArchRule NOBODY_IMPORTS_MAIN_OR_HTTP =
      noClasses()
          .that()
          .resideInAnyPackage("org.baymark.node.(*)..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.baymark.node")
          .because("the rooms do not know how they are put together");

  @ArchTest
  static final ArchRule NO_CIRCLES =
      slices()
          .matching("org.baymark.node.(*)..")
          .should()
          .beFreeOfCycles()
          .because("each room can be understood, stopped and tested by itself");
}
