package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every place in the readers from which a refusal can leave is one from which some vector's does.
 * Nobody keeps a list of the rules: the class files know them, and the flight recorder knows which
 * of them the vectors broke. A place that asks two things at once counts once: the second thing
 * needs a vector of its own, and somebody who thinks of it.
 */
@Tag("one-release")
class EveryRefusalHasAVectorTest {
  private static final Path CLASSES = Path.of("target/classes");

  /** The rooms that read; the others pass on what these refuse. */
  private static final Set<String> ROOMS =
      Set.of(
          "org.baymark.protocol.accuse",
          "org.baymark.protocol.batch",
          "org.baymark.protocol.cbor",
          "org.baymark.protocol.chain",
          "org.baymark.protocol.command",
          "org.baymark.protocol.cose",
          "org.baymark.protocol.enrolment",
          "org.baymark.protocol.governance",
          "org.baymark.protocol.gs1",
          "org.baymark.protocol.index",
          "org.baymark.protocol.log",
          "org.baymark.protocol.merkle",
          "org.baymark.protocol.papers",
          "org.baymark.protocol.passport",
          "org.baymark.protocol.receipt",
          "org.baymark.protocol.registration",
          "org.baymark.protocol.statement",
          "org.baymark.protocol.voting");

  private static final String UNREACHABLE = "what stands before it has asked already";
  private static final String OWN_FILE = "a key file of this program, and no foreign bytes";
  private static final String SAME_RULE = "another door to a rule that has its vector";

  /** Places that no vector can or should reach, and why. */
  private static final Map<String, String> WITHOUT =
      Map.ofEntries(
          Map.entry("CborReader.literal calls CborReader.text", UNREACHABLE),
          Map.entry("CborReader.floating calls RefusalException.<init>", UNREACHABLE),
          Map.entry("SenmlNumber.read calls CborReader.floating", UNREACHABLE),
          Map.entry("SigningKey.<init> calls VerifyingKey.of", UNREACHABLE),
          Map.entry("DigitalLink.add calls Elements.add", UNREACHABLE),
          Map.entry("Change.admit calls Parsed.orRefuse", UNREACHABLE),
          Map.entry("Change.replace calls Parsed.orRefuse", UNREACHABLE),
          Map.entry("Change.read calls Change.admit", UNREACHABLE),
          Map.entry("Change.read calls Change.replace", UNREACHABLE),
          Map.entry("LabelReader.gtin calls Elements.add", UNREACHABLE),
          Map.entry("SignedCheckpoint.<init> calls SignedCheckpoint.check", UNREACHABLE),
          Map.entry("SigningKey.ofSecret calls RefusalException.<init>", SAME_RULE),
          Map.entry("SigningKey.ofSecret calls SigningKey.publicPart", SAME_RULE),
          Map.entry("VerifyingKey.ofP256 calls RefusalException.<init>", SAME_RULE),
          Map.entry("VerifyingKey.ofP256 calls VerifyingKey.of", SAME_RULE),
          Map.entry("Checkpoint.parse calls RefusalException.<init>", SAME_RULE),
          Map.entry("Checkpoint.parse calls Checkpoint.read", SAME_RULE),
          Map.entry("MlDsaSecret.ofSeed calls RefusalException.<init>", OWN_FILE));

  @Test
  void everyPlaceThatCanRefuseRefusesSomeVector(@TempDir Path folder) throws Throwable {
    Map<RefusalSites.Site, String> sites = RefusalSites.of(CLASSES, ROOMS);
    assertTrue(sites.size() > 500, "found only " + sites.size());
    Set<RefusalSites.Site> hit =
        RecordedRefusals.during(folder, EveryRefusalHasAVectorTest::readAll);
    Set<String> missing = new TreeSet<>();
    Set<String> needless = new HashSet<>(WITHOUT.keySet());
    sites.forEach(
        (site, text) -> {
          String place = text.replaceFirst(":[0-9]+", "");
          if (!hit.contains(site) && !needless.remove(place) && !WITHOUT.containsKey(place)) {
            missing.add(text);
          }
        });
    assertEquals(Set.of(), missing, "places that refuse no vector");
    assertEquals(Set.of(), needless, "places that are said to refuse none");
  }

  /** Everything in vectors/ that is to be refused. */
  private static void readAll() throws Throwable {
    BytesVectorsTest bytes = new BytesVectorsTest();
    bytes.itemsOfCbor();
    bytes.sequencesOfCbor();
    bytes.namesAndSubjects();
    bytes.labels();
    bytes.keys();
    new StatementVectorsTest().refused();
    new StructureVectorsTest().everyStructureIsJudgedAsTheFileSays();
    new ChainVectorsTest().refusedRecords();
    EnrolmentVectorsTest enrolment = new EnrolmentVectorsTest();
    enrolment.labels();
    enrolment.possession();
    enrolment.rollOver();
    enrolment.states();
    enrolment.suites();
    new CommandVectorsTest().everyCommandIsJudgedAsTheFileSays();
    RefusedProofsTest proofs = new RefusedProofsTest();
    proofs.index();
    proofs.shipmentKeys();
    new ReceiptVectorsTest().everyReceiptIsJudgedAsTheFileSays();
    new KeyCardVectorsTest().refused();
    new SlipVectorsTest().refused();
    new NoteVectorsTest().refused();
    new TlogVectorsTest().refused();
    new LimitVectorsTest().everyEdgeIsJudgedAsTheFileSays();
    for (DynamicTest one : new PassportVectorsTest().verdicts().toList()) {
      one.getExecutable().execute();
    }
  }
}
