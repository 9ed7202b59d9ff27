package org.baymark.node.ledger;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.KeyState;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;

/**
 * A key that the log holds a registration of.
 *
 * @param member who signed the registration, or was entrusted with the gateway since
 * @param index of the registration in the log
 * @param signed the entry there
 * @param end how it ended; empty while the key is live
 */
public record RegisteredKey(
    Registration registration, DevUrn member, long index, Sign1 signed, Optional<End> end) {

  /** The revocation at {@code index} of the log. */
  public record End(Revocation revocation, long index, Sign1 signed) {
    public Digest id() {
      return signed.id();
    }
  }

  /** Of the registration. */
  public Digest id() {
    return signed.id();
  }

  public boolean isLive() {
    return end.isEmpty();
  }

  /** What the index says of it. */
  KeyState state() {
    return end.map(
            last ->
                new KeyState(index, OptionalLong.of(last.index()), last.revocation().lastBatch()))
        .orElseGet(() -> new KeyState(index, OptionalLong.empty(), OptionalLong.empty()));
  }

  RegisteredKey of(DevUrn owner) {
    return new RegisteredKey(registration, owner, index, signed, end);
  }

  RegisteredKey ended(End last) {
    return new RegisteredKey(registration, member, index, signed, Optional.of(last));
  }

  /** As the shelf holds it: [member, index, registration, ?index, ?revocation]. */
  Bytes encoded() {
    CborWriter out = new CborWriter().array(end.isPresent() ? 5 : 3).text(member.text());
    out.integer(index).bytes(signed.encoded());
    end.ifPresent(last -> out.integer(last.index()).bytes(last.signed().encoded()));
    return out.toBytes();
  }

  static RegisteredKey read(CborReader in) throws RefusalException {
    boolean isLive = in.array(3, 5) == 3;
    DevUrn member = new DevUrn(in.text(DevUrn.SIZE_MAX));
    long index = in.unsigned(TreeHead.SIZE_MAX);
    Sign1 signed = signed(in);
    Registration registration = Registration.parse(signed).orRefuse();
    return new RegisteredKey(
        registration, member, index, signed, isLive ? Optional.empty() : Optional.of(end(in)));
  }

  private static End end(CborReader in) throws RefusalException {
    long index = in.unsigned(TreeHead.SIZE_MAX);
    Sign1 signed = signed(in);
    return new End(Revocation.parse(signed).orRefuse(), index, signed);
  }

  private static Sign1 signed(CborReader in) throws RefusalException {
    return Sign1.read(in.bytes(Ledger.ENTRY_SIZE_MAX), Ledger.ENTRY_SIZE_MAX);
  }
}
