package org.baymark.protocol.inspect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.baymark.protocol.bytes.Parsed;

/** What is found on the way, by label. */
final class Facts {
  private final Map<String, String> found = new LinkedHashMap<>();
  private final Optional<Signer> signer;
  private boolean accepted = true;

  Facts(Optional<Signer> signer) {
    this.signer = signer;
  }

  Optional<Signer> signer() {
    return signer;
  }

  Map<String, String> found() {
    return found;
  }

  boolean accepted() {
    return accepted;
  }

  void put(String label, String fact) {
    found.put(label, fact);
  }

  /** What {@code verdict} says, or why there is none. */
  void judge(String label, Optional<Verdict> verdict, String unchecked) {
    accepted &= verdict.map(Verdict::right).orElse(true);
    put(label, verdict.map(Verdict::text).orElse(unchecked));
  }

  void accepted(Optional<Parsed.Refused<?>> refused) {
    accepted &= refused.isEmpty();
    put("accepted", refused.map(it -> "no: " + it.text()).orElse("yes"));
  }

  static Optional<Parsed.Refused<?>> refusal(
      Parsed<?> parsed, ToIntFunction<Parsed.Refused<?>> offset) {
    return parsed.match(
        value -> Optional.empty(),
        it -> Optional.of(new Parsed.Refused<>(it.refusal(), offset.applyAsInt(it), it.detail())));
  }
}
