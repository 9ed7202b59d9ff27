package org.baymark.node.audit;

import static org.baymark.node.audit.BrokenRule.demand;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.KeyState;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;

/** Whose keys are registered, and the chain of each gateway's batches (sections 10 and 11). */
final class Keys {
  private final Heads heads;
  private final Map<Digest, Key> byThumbprint = new HashMap<>();
  private final Map<DevUrn, Digest> latest = new HashMap<>();
  private final Map<DevUrn, GatewayState> gateways = new HashMap<>();

  private record Key(Registration registration, KeyState state) {
    boolean isLive() {
      return state.revoked().isEmpty();
    }
  }

  /** What the index says of a key from now on. */
  record Change(Digest thumbprint, KeyState state) {}

  Keys(Heads heads) {
    this.heads = heads;
  }

  boolean isLiveGateway(DevUrn name) {
    return latest(name).filter(key -> key.isLive() && key.registration().isGateway()).isPresent();
  }

  private Optional<Key> latest(DevUrn name) {
    return Optional.ofNullable(latest.get(name)).map(byThumbprint::get);
  }

  private static void signed(Sign1 entry, Members members) throws BrokenRule {
    demand(members.signed(entry), "no member's registrar key signed it as " + entry.issuer());
  }

  Change register(Sign1 entry, long index, Members members) throws BrokenRule {
    Registration asked = PublicRules.read(Registration.parse(entry));
    signed(entry, members);
    Digest thumbprint = asked.key().thumbprint();
    demand(!byThumbprint.containsKey(thumbprint), "the key is registered already");
    demand(latest(asked.name()).filter(Key::isLive).isEmpty(), asked.name() + " has a live key");
    demand(!asked.isGateway() || asked.kinds().size() == 1, "a gateway's key has another kind too");
    KeyState state = new KeyState(index, OptionalLong.empty(), OptionalLong.empty());
    byThumbprint.put(thumbprint, new Key(asked, state));
    latest.put(asked.name(), thumbprint);
    return new Change(thumbprint, state);
  }

  Change revoke(Sign1 entry, long index, Members members) throws BrokenRule {
    Revocation asked = PublicRules.read(Revocation.parse(entry));
    signed(entry, members);
    Key key = byThumbprint.get(asked.thumbprint());
    if (key == null || !key.registration().name().equals(asked.name())) {
      throw new BrokenRule("no such key is registered for " + asked.name());
    }
    demand(key.isLive(), "the key is revoked already");
    GatewayState last = gateways.get(asked.name());
    long number = last == null ? 0 : last.number();
    demand(
        asked.lastBatch().isPresent() == key.registration().isGateway()
            && asked.lastBatch().orElse(0) <= number,
        "its last batch is none that can be");
    KeyState state =
        new KeyState(key.state().registered(), OptionalLong.of(index), asked.lastBatch());
    byThumbprint.put(asked.thumbprint(), new Key(key.registration(), state));
    return new Change(asked.thumbprint(), state);
  }

  BatchHeader file(Sign1 entry) throws BrokenRule {
    BatchHeader header = PublicRules.read(BatchHeader.parse(entry));
    DevUrn gateway = entry.issuer();
    demand(isLiveGateway(gateway), gateway + " has no live key for batches");
    demand(
        entry.signedBy(latest(gateway).orElseThrow().registration().key()),
        "the key of " + gateway + " did not sign it");
    Optional<GatewayState> last = Optional.ofNullable(gateways.get(gateway));
    demand(
        header.number() == last.map(GatewayState::number).orElse(0L) + 1,
        "batch " + header.number() + " of " + gateway + " is not the next");
    demand(
        header.previous().equals(last.map(GatewayState::headerId)),
        "batch " + header.number() + " of " + gateway + " names another before it");
    demand(
        header.lastSeen().map(heads::isClosed).orElse(true),
        "the checkpoint that " + gateway + " saw is none of this log");
    gateways.put(gateway, new GatewayState(header.number(), entry.id()));
    return header;
  }
}
