package org.baymark.protocol.fuzz;

import java.util.Locale;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;

/**
 * What is fuzzed: a door of the protocol, and what must hold whatever comes to it. A check throws
 * where something does not.
 */
enum Target {
  CBOR(Items::cbor),
  STATEMENT(Statements::statement),
  RECORD(Statements::record),
  ENTRY(Entries::check),
  CHECKPOINT(Trust::checkpoint),
  POLICY(Trust::policy),
  TLOG_PROOF(Trust::tlogProof),
  ADD_CHECKPOINT(Trust::addCheckpoint),
  PASSPORT(Proofs::passport),
  EVIDENCE(Proofs::evidence),
  GS1(Labels::gs1),
  LABEL(Labels::enrolment),
  INSPECT(Inspections::check);

  @SuppressWarnings("ImmutableEnumChecker") // a method reference; nothing annotates those
  private final Consumer<Bytes> check;

  Target(Consumer<Bytes> check) {
    this.check = check;
  }

  void check(Bytes input) {
    check.accept(input);
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Target ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** What must hold; not {@code assert}, which the fuzzer's JVM may not run. */
  static void demand(boolean holds, String what, Object where) {
    if (!holds) {
      String text = String.valueOf(where);
      throw new AssertionError(what + ": " + text.substring(0, Math.min(text.length(), 2_000)));
    }
  }
}
