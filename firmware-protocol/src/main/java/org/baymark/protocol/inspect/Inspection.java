package org.baymark.protocol.inspect;

import java.util.Map;
import java.util.Optional;

/**
 * What some bytes are and say.
 *
 * @param notation the bytes as diagnostic notation, a line each; what is foreign in it is escaped
 * @param facts what was found, by label; foreign text in them is not escaped
 * @param accepted the protocol does not refuse it, and no signature that was looked at is wrong
 */
public record Inspection(String notation, Map<String, String> facts, boolean accepted) {

  /**
   * Looks at {@code input}.
   *
   * @param full shows every byte and every item, where otherwise what is long is cut
   */
  public static Inspection of(Input input, Optional<Signer> signer, boolean full) {
    Facts facts = new Facts(signer);
    facts.put("read as", input.reading());
    Optional<Text> text = input.form().equals("text") ? Text.of(input.bytes()) : Optional.empty();
    String notation =
        text.map(it -> new TextFacts(facts).of(it, input.bytes(), full))
            .orElseGet(() -> new ItemFacts(facts).of(input.bytes(), full));
    return new Inspection(notation, facts.found(), facts.accepted());
  }
}
