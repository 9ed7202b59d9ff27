package org.baymark.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.InstantSource;

/** The drawing of ARCHITECTURE.md, as rules. */
@AnalyzeClasses(
    packages = "org.baymark.gateway",
    importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
  private static final String HERE = "org.baymark.gateway.";

  @ArchTest
  static final ArchRule SQL_IN_THE_STORE =
      noClasses()
          .that()
          .resideOutsideOfPackage(HERE + "store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
          .because("the store is where the rooms meet, and the only one that knows SQL");

  @ArchTest
  static final ArchRule COAP_IN_ITS_TRANSPORT =
      noClasses()
          .that()
          .resideOutsideOfPackage(HERE + "transport.coap..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.californium..")
          .because("a transport can be exchanged without anyone else's noticing");

  @ArchTest
  static final ArchRule MQTT_IN_ITS_TRANSPORT =
      noClasses()
          .that()
          .resideOutsideOfPackage(HERE + "transport.mqtt..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.mqtt..", "io.netty..")
          .because("a transport can be exchanged without anyone else's noticing");

  @ArchTest
  static final ArchRule PAHO_IN_ITS_TRANSPORT =
      noClasses()
          .that()
          .resideOutsideOfPackage(HERE + "transport.bridge..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.paho..")
          .because("a transport can be exchanged without anyone else's noticing");

  @ArchTest
  static final ArchRule NOBODY_CALLS_A_TRANSPORT =
      noClasses()
          .that(
              resideOutsideOfPackages(
                  HERE + "transport..", HERE + "config..", HERE + "running..", HERE + "cli.."))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HERE + "transport..")
          .because("bytes travel one way; what has to reach a device is committed to the store");

  @ArchTest
  static final ArchRule ONLY_MAIN_HAS_NO_ROOM =
      classes()
          .that()
          .resideInAPackage("org.baymark.gateway")
          .should()
          .haveSimpleName("Main")
          .orShould()
          .haveSimpleName("package-info")
          .because("what has no room belongs to no thought");

  @ArchTest
  static final ArchRule ONLY_COMMANDS_ARE_TYPED =
      noClasses()
          .that()
          .resideOutsideOfPackage(HERE + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..")
          .because("options and their texts are for people; the rooms are given settings");

  @ArchTest
  static final ArchRule ONLY_MAIN_KNOWS_COMMANDS_AND_WHAT_RUNS =
      noClasses()
          .that(resideOutsideOfPackages("org.baymark.gateway", HERE + "cli..", HERE + "running.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HERE + "cli..", HERE + "running..")
          .because("the rooms do not know how they are put together, nor who asks for it");

  @ArchTest
  static final ArchRule COMMANDS_ASK_FROM_OUTSIDE =
      noClasses()
          .that()
          .resideInAPackage(HERE + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HERE + "running..")
          .because("a command asks a gateway over HTTP, or reads and writes its folder");

  @ArchTest
  static final ArchRule WHAT_RUNS_CALLS_NO_COMMAND =
      noClasses()
          .that()
          .resideInAPackage(HERE + "running..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HERE + "cli..")
          .because("a gateway runs without anybody who types");

  @ArchTest
  static final ArchRule SETTINGS_KNOW_NOBODY_WHO_READS_THEM =
      onlyKnows("config", "config", "exit", "access", "alarm", "registry", "transport", "runtime");

  @ArchTest
  static final ArchRule A_FOLDER_HOLDS_SETTINGS_KEYS_AND_STORES =
      onlyKnows("folder", "folder", "config", "exit", "access", "store", "runtime");

  @ArchTest static final ArchRule HOW_A_COMMAND_ENDS_KNOWS_NOBODY = onlyKnows("exit", "exit");

  @ArchTest
  static final ArchRule TRANSPORTS_HAND_OVER_TO_ADMISSION =
      onlyKnows("transport", "transport", "access", "admission", "command", "runtime");

  @ArchTest
  static final ArchRule WHO_MAY_COME_IN_KNOWS_NOBODY = onlyKnows("access", "access", "runtime");

  @ArchTest
  static final ArchRule ADMISSION_ASKS_THE_REGISTRY =
      onlyKnows("admission", "admission", "registry", "store", "runtime");

  @ArchTest
  static final ArchRule THE_REGISTRY_WRITES_TO_THE_STORE =
      onlyKnows("registry", "registry", "store", "runtime");

  @ArchTest
  static final ArchRule COMMANDS_ARE_WHAT_IS_STORED =
      onlyKnows("command", "command", "registry", "store", "runtime");

  @ArchTest
  static final ArchRule BATCHES_ARE_MADE_OF_WHAT_IS_STORED =
      onlyKnows("batch", "batch", "store", "runtime");

  @ArchTest
  static final ArchRule ANCHORING_READS_THE_STORE =
      onlyKnows("anchor", "anchor", "store", "runtime");

  @ArchTest
  static final ArchRule PASSPORTS_ASK_THE_STORE_AND_THE_ALLIANCE =
      onlyKnows("passport", "passport", "anchor", "store", "runtime");

  @ArchTest
  static final ArchRule UPKEEP_HOLDS_THE_STORE_AGAINST_THE_ALLIANCE =
      onlyKnows("upkeep", "upkeep", "anchor", "store", "runtime");

  @ArchTest
  static final ArchRule ALARMS_READ_WHAT_IS_STORED =
      onlyKnows("alarm", "alarm", "registry", "store", "runtime");

  @ArchTest
  static final ArchRule THE_WEB_SHOWS_WHAT_THE_OTHERS_KNOW =
      onlyKnows(
          "web",
          "web",
          "access",
          "admission",
          "command",
          "passport",
          "registry",
          "store",
          "runtime");

  @ArchTest static final ArchRule THE_STORE_KNOWS_NOBODY = onlyKnows("store", "store", "runtime");

  @ArchTest static final ArchRule THREADS_KNOW_NOBODY = onlyKnows("runtime", "runtime");

  @ArchTest
  static final ArchRule NO_CIRCLES =
      slices()
          .matching(HERE + "(*)..")
          .should()
          .beFreeOfCycles()
          .because("each room can be stopped, restarted and tested by itself");

  @ArchTest
  static final ArchRule DECISIONS_ARE_PURE =
      noClasses()
          .that()
          .haveFullyQualifiedName(HERE + "admission.Admission")
          .or()
          .haveFullyQualifiedName(HERE + "admission.History")
          .or()
          .haveFullyQualifiedName(HERE + "admission.Outcome")
          .or()
          .haveFullyQualifiedName(HERE + "runtime.RateLimit")
          .or()
          .haveFullyQualifiedName(HERE + "access.PasswordHash")
          .or()
          .haveFullyQualifiedName(HERE + "access.Users")
          .or()
          .haveFullyQualifiedName(HERE + "transport.mqtt.Welcome")
          .or()
          .haveFullyQualifiedName(HERE + "transport.mqtt.PublishRules")
          .or()
          .haveFullyQualifiedName(HERE + "batch.SealRule")
          .or()
          .haveFullyQualifiedName(HERE + "batch.Sealing")
          .or()
          .haveFullyQualifiedName(HERE + "upkeep.BatchCheck")
          .or()
          .haveFullyQualifiedName(HERE + "upkeep.StatementCheck")
          .or()
          .haveFullyQualifiedName(HERE + "upkeep.HistoryCheck")
          .or()
          .haveFullyQualifiedName(HERE + "upkeep.AllianceCheck")
          .or()
          .haveFullyQualifiedName(HERE + "alarm.AlarmRule")
          .or()
          .haveFullyQualifiedName(HERE + "alarm.AlarmRules")
          .or()
          .haveFullyQualifiedName(HERE + "alarm.Series")
          .or()
          .haveFullyQualifiedName(HERE + "alarm.Silence")
          .or()
          .haveFullyQualifiedName(HERE + "alarm.Heard")
          .or()
          .haveFullyQualifiedName(HERE + "alarm.Listening")
          .or()
          .haveFullyQualifiedName(HERE + "alarm.Judgement")
          .or()
          .haveFullyQualifiedName(HERE + "anchor.Backoff")
          .or()
          .haveFullyQualifiedName(HERE + "anchor.HeadRule")
          .or()
          .haveFullyQualifiedName(HERE + "transport.mqtt.MqttAnswer")
          .or()
          .haveFullyQualifiedName(HERE + "transport.coap.CoapAnswer")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.sql..", "java.util.concurrent..", "org.slf4j..", "java.io..")
                  .or(assignableTo(InstantSource.class)))
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .because("what decides takes values and returns one, so that a test can try every case");

  private static ArchRule onlyKnows(String room, String... rooms) {
    String[] known = new String[rooms.length];
    for (int i = 0; i < rooms.length; i++) {
      known[i] = HERE + rooms[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage(HERE + room + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.baymark.gateway..").and(resideOutsideOfPackages(known)))
        .because("bytes fall from the transports to the store, and no arrow leads back up");
  }
}
