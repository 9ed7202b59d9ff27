package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.Ruling.Step;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.passport.AccusationCase;

/** Accusations, their trust file, and the rulings that are expected, written down by hand. */
final class AccusationVectors {
  private AccusationVectors() {}

  /** All files of the folder, by name. */
  static Map<String, Bytes> make() {
    Map<String, Bytes> files = new LinkedHashMap<>();
    ArrayNode rulings = Files.array();
    files.put("trust.policy", Bytes.ofUtf8(AccusationCase.trust()));
    for (AccusationCase one : AccusationCase.all()) {
      if (files.put(one.file(), one.accusation().encoded()) != null) {
        throw new IllegalStateException("two files " + one.file());
      }
      ruling(rulings.addObject(), one);
    }
    files.put("rulings.json", Files.json(rulings));
    return files;
  }

  private static void ruling(ObjectNode node, AccusationCase one) {
    node.put("note", one.note()).put("accusation", one.file()).put("trust", "trust.policy");
    node.put("kind", one.accusation().kind().wireName());
    ObjectNode steps = Files.object();
    steps(one.accusation().kind()).forEach(step -> steps.put(step.wireName(), "pass"));
    for (String open : one.expected().isEmpty() ? new String[0] : one.expected().split(",", -1)) {
      steps.put(open.substring(0, open.indexOf('=')), open.substring(open.indexOf('=') + 1));
    }
    node.put("exit", one.expected().isEmpty() ? 0 : one.expected().contains("=fail") ? 1 : 3);
    node.set("steps", steps);
    ArrayNode convicted = node.putArray("convicted");
    one.convicted().forEach(convicted::add);
  }

  private static List<Step> steps(Accusation.Kind kind) {
    return switch (kind) {
      case OMISSION ->
          List.of(Step.WELL_FORMED, Step.CO_SIGNED, Step.IN_LOG, Step.SUBJECT, Step.CHARGE);
      case MISFILING ->
          List.of(
              Step.WELL_FORMED, Step.CO_SIGNED, Step.IN_LOG, Step.KEYS, Step.SUBJECT, Step.CHARGE);
      case BROKEN_PROMISE, EQUIVOCATION, DOUBLE_VOTING ->
          List.of(Step.WELL_FORMED, Step.CO_SIGNED, Step.IN_LOG, Step.KEYS, Step.CHARGE);
      case CONFLICT -> List.of(Step.WELL_FORMED, Step.CO_SIGNED, Step.IN_LOG, Step.CHARGE);
    };
  }
}
