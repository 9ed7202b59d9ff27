package org.baymark.protocol.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * A key of the vectors.
 *
 * @param secret in hexadecimal, if {@code keys.json} has it
 */
record TestKey(VerifyingKey verifying, Optional<String> secret) {

  /**
   * @param name its thumbprint, or its kid
   */
  static TestKey of(Map<String, JsonNode> keys, Bytes name) throws RefusalException {
    JsonNode key = keys.get(name.hex());
    if (key == null) {
      throw new RefusalException(Refusal.BAD_KEY, "keys.json has no key " + name.hex());
    }
    VerifyingKey verifying = VerifyingKey.parse(Cases.hex(key, "coseKey")).orRefuse();
    return new TestKey(verifying, Optional.of(key.path("secret").asText()));
  }

  /** This key, of which {@code keys.json} may know more. */
  static TestKey of(Map<String, JsonNode> keys, VerifyingKey key) {
    Optional<JsonNode> known = Optional.ofNullable(keys.get(key.thumbprint().hex()));
    return new TestKey(key, known.map(it -> it.path("secret").asText()));
  }

  /** All that an encoder is told of {@code signed} but for the payload: this key signs it. */
  void tell(ObjectNode question, Sign1 signed) {
    question.put("coseKey", verifying.encoded().hex());
    secret.ifPresent(it -> question.put("secret", it));
    Contents.header(question, signed);
    Contents.claims(question, signed);
    question.put("signature", signed.signature().hex());
  }
}
