package org.baymark.node.ledger;

import static org.baymark.node.ledger.GenesisRules.orMalformed;
import static org.baymark.node.ledger.RejectionException.demand;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;

/**
 * The log and all that follows from it. Every rule is asked before anything changes, so a rejected
 * command changes nothing; and the same commands in the same order lead every member to the same
 * head. In memory, for one owner: not thread-safe.
 */
public final class Ledger {
  /** Of a log entry, in bytes (C2SP tlog-tiles, "Log entries"). */
  public static final int ENTRY_SIZE_MAX = 65_535;

  private static final long EPOCH = 0;

  private final MerkleTree log = new MerkleTree();
  private final Registry registry = new Registry();
  private final Filings filings = new Filings();
  private final Map<DevUrn, GatewayState> gateways = new HashMap<>();
  private final Map<Digest, FiledHeader> headers = new HashMap<>();
  private final Set<TreeHead> closedHeads = new HashSet<>();
  private IndexMap index = IndexMap.EMPTY;
  private Optional<Founding> founding = Optional.empty();
  private Optional<ClosedLog> closed = Optional.empty();

  /** Where the header of a batch stands, and the thumbprint of the key that signed it. */
  private record FiledHeader(long index, Digest signer) {}

  private record Founding(Members members, Digest id) {}

  /** Applies {@code command} if it breaks no rule. */
  public Result apply(Command command) {
    try {
      if (command instanceof Command.Found found) {
        return found(found.genesis());
      }
      Members members = founding.map(Founding::members).orElse(null);
      if (members == null) {
        return new Result.Rejected(Rejection.NOT_FOUNDED, "the log has no genesis yet");
      }
      if (command instanceof Command.Admit admit) {
        return admit(admit.signed(), members);
      }
      if (command instanceof Command.FileBatch batch) {
        return file(batch);
      }
      return close(members);
    } catch (RejectionException e) {
      return e.result();
    }
  }

  private Result found(Sign1 genesis) throws RejectionException {
    checkSize(genesis);
    if (founding.isPresent()) {
      demand(
          founding.get().id().equals(genesis.id()),
          Rejection.ALREADY_FOUNDED,
          "the log has another genesis");
      return new Result.Already(0, genesis.id());
    }
    founding = Optional.of(new Founding(GenesisRules.members(genesis), genesis.id()));
    return append(genesis);
  }

  private Result admit(Sign1 signed, Members members) throws RejectionException {
    checkSize(signed);
    demand(
        members.member(signed.issuer()).isPresent(),
        Rejection.NOT_A_MEMBER,
        signed.issuer() + " is not a member");
    demand(
        members.signed(signed),
        Rejection.BAD_SIGNATURE,
        "not signed by the registrar of " + signed.issuer());
    return signed.contentType() == ContentType.REGISTRATION ? register(signed) : revoke(signed);
  }

  private Result register(Sign1 signed) throws RejectionException {
    Registration registration = orMalformed(Registration.parse(signed));
    Optional<Result.Already> there = registry.check(registration);
    if (there.isPresent()) {
      return there.get();
    }
    registry.register(registration, signed.issuer(), log.size(), signed.id());
    indexKey(registry.key(registration.key().thumbprint()).orElseThrow());
    return append(signed);
  }

  private Result revoke(Sign1 signed) throws RejectionException {
    Revocation revocation = orMalformed(Revocation.parse(signed));
    long lastNumber = gateway(revocation.name()).map(GatewayState::number).orElse(0L);
    Optional<Result.Already> there = registry.check(revocation, lastNumber);
    if (there.isPresent()) {
      return there.get();
    }
    indexKey(registry.revoke(revocation, log.size(), signed.id()));
    return append(signed);
  }

  private Result file(Command.FileBatch batch) throws RejectionException {
    Sign1 signed = batch.header();
    checkSize(signed);
    BatchHeader header = orMalformed(BatchHeader.parse(signed));
    DevUrn gateway = signed.issuer();
    RegisteredKey sender = BatchRules.sender(signed, registry.latest(gateway));
    FiledHeader there = headers.get(signed.id());
    if (there != null) {
      return new Result.Already(there.index(), signed.id());
    }
    BatchRules.live(sender);
    BatchRules.next(header, gateway(gateway));
    BatchRules.seen(header, closedHeads);
    BatchRules.covered(gateway, header, batch.subjects());
    BatchRules.countable(batch.subjects(), filings);

    GatewayState state = new GatewayState(header.number(), signed.id());
    gateways.put(gateway, state);
    Digest signer = sender.registration().key().thumbprint();
    headers.put(signed.id(), new FiledHeader(log.size(), signer));
    index = index.put(IndexKeys.gateway(gateway), state.encode());
    for (SubjectEntry subject : batch.subjects()) {
      Filing filing = new Filing(signed.id(), subject.n(), subject.root());
      Bytes value = filings.append(subject.subjectKey(), filing).encode();
      index = index.put(IndexKeys.subject(subject.subjectKey()), value);
    }
    return append(signed);
  }

  private Result close(Members members) {
    long height = closed.map(ClosedLog::height).orElse(0L) + 1;
    Bytes seal =
        new IndexSeal(
                EPOCH,
                Optional.empty(),
                height,
                log.size(),
                index.root(),
                members.digest(),
                closed.map(ClosedLog::head))
            .encode();
    log.append(MerkleTree.leafHash(seal));
    ClosedLog now = new ClosedLog(log.head(), height, seal, index);
    closed = Optional.of(now);
    closedHeads.add(now.head());
    return new Result.Closed(now);
  }

  private Result append(Sign1 entry) {
    long at = log.size();
    log.append(MerkleTree.leafHash(entry.encoded()));
    return new Result.Appended(at, entry.id());
  }

  private void indexKey(RegisteredKey key) {
    Bytes thumbprint = IndexKeys.verifyingKey(key.registration().key().thumbprint());
    index = index.put(thumbprint, key.state().encode());
  }

  private static void checkSize(Sign1 entry) throws RejectionException {
    int size = entry.encoded().size();
    demand(
        size <= ENTRY_SIZE_MAX,
        Rejection.ENTRY_TOO_LARGE,
        "an entry of " + size + " bytes where " + ENTRY_SIZE_MAX + " are allowed");
  }

  /** How many entries the log has now, closed or not. */
  public long size() {
    return log.size();
  }

  /** The head of the log now; {@link #closed} is what others may see of it. */
  public TreeHead head() {
    return log.head();
  }

  /** What the index would be if a checkpoint were closed now. */
  public Digest indexRoot() {
    return index.root();
  }

  /** Empty before the genesis. */
  public Optional<Members> members() {
    return founding.map(Founding::members);
  }

  /** The last checkpoint; empty before the first. */
  public Optional<ClosedLog> closed() {
    return closed;
  }

  /** The log tree, for proofs. Its owner is this ledger: nobody else appends. */
  public MerkleTree log() {
    return log;
  }

  /** The key registered last under {@code name}, live or not. */
  public Optional<RegisteredKey> latestKey(DevUrn name) {
    return registry.latest(name);
  }

  Filings filings() {
    return filings;
  }

  /** Where the log holds the header with this id. */
  Optional<Long> headerIndex(Digest id) {
    return Optional.ofNullable(headers.get(id)).map(FiledHeader::index);
  }

  /** The thumbprint of the key that signed the header with this id. */
  Optional<Digest> headerSigner(Digest id) {
    return Optional.ofNullable(headers.get(id)).map(FiledHeader::signer);
  }

  private Optional<GatewayState> gateway(DevUrn name) {
    return Optional.ofNullable(gateways.get(name));
  }
}
