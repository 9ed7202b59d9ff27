package org.baymark.node.voting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Seat;
import org.baymark.protocol.voting.Voice;

/**
 * A member of the simulation. Its signature is its secret beside what it signs: nobody in the
 * simulation looks into another's, so nobody can make one, and it costs nothing.
 */
record Persona(DevUrn name, Bytes secret) {
  static final String ORIGIN = "sim.example/log";

  static Persona of(int number) {
    DevUrn name = new DevUrn("urn:dev:org:32473-m" + number);
    return new Persona(name, Digest.sha256(Bytes.ofUtf8("secret of " + name)).bytes());
  }

  static List<Persona> all(int n) {
    List<Persona> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      all.add(of(i));
    }
    return all;
  }

  static Electorate electorate(List<Persona> members) {
    return new Electorate(members.stream().map(Persona::seat).toList());
  }

  private Seat seat() {
    return new Seat(
        name,
        signed -> signed.issuer().equals(name) && signed.signature().equals(mac(signed.id())),
        (checkpoint, line) ->
            line.name().equals(name.text()) && line.signature().equals(mac(checkpoint)));
  }

  Voice voice() {
    return new Voice(name, this::sign);
  }

  Pen pen() {
    return new Pen(voice(), (checkpoint, now) -> line(checkpoint));
  }

  NoteSignature line(Checkpoint checkpoint) {
    return new NoteSignature(name.text(), secret.slice(0, 4), mac(checkpoint));
  }

  private Sign1 sign(ContentType type, Claims claims, Bytes payload) {
    Bytes said =
        new CborWriter().array(3).text(type.name()).text(name.text()).bytes(payload).toBytes();
    Digest id = Digest.sha256(said);
    Bytes signature = mac(id);
    Bytes kid = secret.slice(0, 8);
    Bytes encoded = said.concat(signature);
    return new Sign1(
        encoded, Suite.EDDSA, type, Optional.empty(), kid, claims, payload, signature, said, id);
  }

  /** In the simulation no two heads have one root. */
  private Bytes mac(Checkpoint checkpoint) {
    return mac(checkpoint.root());
  }

  private Bytes mac(Digest id) {
    return secret.concat(id.bytes());
  }
}
