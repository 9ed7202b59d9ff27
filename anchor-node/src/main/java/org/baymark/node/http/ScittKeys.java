package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.baymark.node.sequence.Archive;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.receipt.ReceiptIssuer;
import org.baymark.protocol.receipt.ReceiptKeys;
import org.baymark.protocol.registration.Members;

/** The receipts keys of the members, as SCRAPI has them looked up. */
record ScittKeys(Sequencer sequencer) {
  /** Members change seldom, and their receipts keys more seldom. */
  private static final String KEEP = "max-age=3600";

  private static final int KID_LENGTH = 43; // 32 bytes, base64url without padding

  void all(RoutingContext call) {
    ScittApi.answer(call, keys(), keys -> sent(call, keys.encoded()));
  }

  void one(RoutingContext call) {
    Optional<Digest> kid = kid(call.pathParam("kid"));
    ScittApi.answer(
        call,
        sequencer.ask(archive -> kid.flatMap(wanted -> key(archive, wanted))),
        key ->
            sent(
                call,
                key.orElseThrow(
                    () ->
                        new ProblemException(
                            new Problem(
                                404, "not-found", "no member has or had a key of that kid")))));
  }

  private Future<ReceiptKeys> keys() {
    return sequencer.ask(archive -> archive.members().map(ScittKeys::of).orElse(NONE));
  }

  /** Of a member, or of one that was: receipts outlive the keys that signed them. */
  private static Optional<Bytes> key(Archive archive, Digest kid) {
    return Stream.concat(archive.members().stream(), archive.membersSoFar().stream())
        .flatMap(members -> of(members).key(kid).stream())
        .findFirst();
  }

  private static final ReceiptKeys NONE = new ReceiptKeys(java.util.List.of());

  private static ReceiptKeys of(Members members) {
    return new ReceiptKeys(
        members.members().stream()
            .map(one -> new ReceiptIssuer(members.origin(), one.name(), one.keys().receipts()))
            .toList());
  }

  private static Optional<Digest> kid(String text) {
    if (!text.matches("[A-Za-z0-9_-]{" + KID_LENGTH + "}")) {
      return Optional.empty();
    }
    Bytes octets = Bytes.owning(Base64.getUrlDecoder().decode(text));
    return Optional.of(Digest.of(octets));
  }

  private static void sent(RoutingContext call, Bytes body) {
    call.response().putHeader("Cache-Control", KEEP);
    Answers.bytes(call, 200, Answers.CBOR, body);
  }
}
