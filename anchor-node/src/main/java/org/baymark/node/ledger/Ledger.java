package org.baymark.node.ledger;

import static org.baymark.node.ledger.GenesisRules.orMalformed;
import static org.baymark.node.ledger.RejectionException.demand;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Decision;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.index.RegistrarState;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Member;
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

  /** Each holds the index as it was then: a member that copies the log closes thousands. */
  private static final int RECENT_MAX = 64;

  private final MerkleTree log = new MerkleTree();
  private final Registry registry = new Registry();
  private final Filings filings = new Filings();
  private final Map<DevUrn, GatewayState> gateways = new HashMap<>();

  /** Where each signed entry stands, by its id. */
  private final Map<Digest, Long> positions = new HashMap<>();

  /** By the id of a batch's header, the thumbprint of the key that signed it. */
  private final Map<Digest, Digest> headerSigners = new HashMap<>();

  private final Set<TreeHead> closedHeads = new HashSet<>();
  private IndexMap index = IndexMap.EMPTY;
  private final Terms terms = new Terms();
  private final Council council = new Council();
  private final Map<Digest, Long> decisions = new HashMap<>();
  private final List<Former> formers = new ArrayList<>();
  private Optional<Digest> genesis = Optional.empty();
  private Optional<ClosedLog> closed = Optional.empty();

  /** By size: what may still be asked for, because nothing longer is certified. */
  private final NavigableMap<Long, ClosedLog> recent = new TreeMap<>();

  private long certified;

  /** A registrar key that is no longer a member's. */
  record Former(VerifyingKey key, RegistrarState state) {}

  /** Applies {@code command} if it breaks no rule. */
  public Result apply(Command command) {
    try {
      if (command instanceof Command.Found found) {
        return found(found.genesis());
      }
      if (!terms.areFounded()) {
        return new Result.Rejected(Rejection.NOT_FOUNDED, "the log has no genesis yet");
      }
      if (command instanceof Command.Admit admit) {
        return admit(admit.signed(), terms.now());
      }
      if (command instanceof Command.FileBatch batch) {
        return file(batch);
      }
      if (command instanceof Command.Decide decide) {
        return decide(decide.signed());
      }
      return close(terms.now(), ((Command.Close) command).era());
    } catch (RejectionException e) {
      return e.result();
    }
  }

  private Result found(Sign1 genesis) throws RejectionException {
    checkSize(genesis);
    if (terms.areFounded()) {
      demand(
          this.genesis.equals(Optional.of(genesis.id())),
          Rejection.ALREADY_FOUNDED,
          "the log has another genesis");
      return new Result.Already(0, genesis.id());
    }
    terms.begin(0, GenesisRules.members(genesis));
    this.genesis = Optional.of(genesis.id());
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

  private Result decide(Sign1 signed) throws RejectionException {
    checkSize(signed);
    Decision decision = orMalformed(Decision.parse(signed));
    Long there = decisions.get(signed.id());
    if (there != null) {
      return new Result.Already(there, signed.id());
    }
    Members members = terms.now();
    Optional<Member> member = members.member(signed.issuer());
    demand(member.isPresent(), Rejection.NOT_A_MEMBER, signed.issuer() + " is not a member");
    demand(
        signed.signedBy(member.orElseThrow().keys().governor()),
        Rejection.BAD_SIGNATURE,
        "not signed by the governor key of " + signed.issuer());
    if (decision instanceof Decision.Proposes proposes) {
      council.check(proposes.proposal(), terms, closedHeads, registry);
    } else if (decision instanceof Decision.Votes votes) {
      council.check(votes.vote(), signed.issuer());
    }
    Change change = decision.match(Proposal::change, vote -> openChange());
    Council.Outcome outcome =
        decision.match(
            proposal -> council.open(signed.id(), log.size(), signed.issuer(), proposal, members),
            vote -> council.count(vote, signed.issuer(), members));
    if (outcome == Council.Outcome.CARRIED && change instanceof Change.Entrust entrust) {
      registry.entrust(entrust.gateway(), entrust.owner());
    }
    decisions.put(signed.id(), log.size());
    return append(signed);
  }

  private Change openChange() {
    return council.open().orElseThrow().proposal().change();
  }

  private Result file(Command.FileBatch batch) throws RejectionException {
    Sign1 signed = batch.header();
    checkSize(signed);
    BatchHeader header = orMalformed(BatchHeader.parse(signed));
    DevUrn gateway = signed.issuer();
    RegisteredKey sender = BatchRules.sender(signed, registry.latest(gateway));
    Optional<Long> there = headerIndex(signed.id());
    if (there.isPresent()) {
      return new Result.Already(there.get(), signed.id());
    }
    BatchRules.live(sender);
    BatchRules.next(header, gateway(gateway));
    BatchRules.seen(header, closedHeads);
    BatchRules.covered(gateway, header, batch.subjects());
    BatchRules.countable(batch.subjects(), filings);

    GatewayState state = new GatewayState(header.number(), signed.id());
    gateways.put(gateway, state);
    Digest signer = sender.registration().key().thumbprint();
    headerSigners.put(signed.id(), signer);
    index = index.put(IndexKeys.gateway(gateway), state.encode());
    for (SubjectEntry subject : batch.subjects()) {
      Filing filing = new Filing(signed.id(), subject.n(), subject.root());
      Bytes value = filings.append(subject.subjectKey(), filing).encode();
      index = index.put(IndexKeys.subject(subject.subjectKey()), value);
    }
    return append(signed);
  }

  private Result close(Members members, Era era) throws RejectionException {
    Era last = closed.map(ClosedLog::era).orElse(Era.FIRST);
    demand(
        era.epoch() > last.epoch() || era.equals(last),
        Rejection.WRONG_ERA,
        "a checkpoint of epoch " + era.epoch() + " after one of epoch " + last.epoch());
    long height = closed.map(ClosedLog::height).orElse(0L) + 1;
    Bytes seal =
        new IndexSeal(
                era.epoch(),
                era.stopSet(),
                height,
                log.size(),
                index.root(),
                members.digest(),
                closed.map(ClosedLog::head))
            .encode();
    log.append(MerkleTree.leafHash(seal));
    ClosedLog now = new ClosedLog(log.head(), height, era, seal, index);
    closed = Optional.of(now);
    closedHeads.add(now.head());
    recent.put(now.head().size(), now);
    if (recent.size() > RECENT_MAX) {
      recent.tailMap(certified, false).pollFirstEntry();
    }
    Optional<Members> next = council.takeDue();
    if (next.isPresent()) {
      begin(next.get(), now.head().size());
    }
    return new Result.Closed(now);
  }

  /** What former registrars signed stays signed: the index says so from now on. */
  private void begin(Members next, long above) throws RejectionException {
    for (Member member : terms.now().members()) {
      VerifyingKey registrar = member.keys().registrar();
      boolean stays =
          next.member(member.name())
              .filter(then -> then.keys().registrar().equals(registrar))
              .isPresent();
      if (!stays) {
        RegistrarState state =
            new RegistrarState(member.name(), terms.registrarSince(member), above);
        index = index.put(IndexKeys.registrar(registrar.thumbprint()), state.encode());
        formers.add(new Former(registrar, state));
      }
    }
    terms.begin(above, next);
  }

  private Result append(Sign1 entry) {
    long at = log.size();
    log.append(MerkleTree.leafHash(entry.encoded()));
    positions.put(entry.id(), at);
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

  /** Who certifies the next head; empty before the genesis. */
  public Optional<Members> members() {
    return terms.areFounded() ? Optional.of(terms.now()) : Optional.empty();
  }

  /** Who certifies a head of this size; there has to be a genesis. */
  public Members membersFor(long size) {
    return terms.of(size);
  }

  /**
   * Who certifies a head of this size, and who each longer one of this log; empty before genesis.
   */
  public List<Members> membersSince(long size) {
    return terms.areFounded() ? terms.since(size) : List.of();
  }

  /** The proposal that waits for votes. */
  public Optional<OpenProposal> openProposal() {
    return council.open();
  }

  /** Carried, and in force above the next checkpoint. */
  public Optional<Members> dueMembers() {
    return council.due();
  }

  /** The last checkpoint; empty before the first. */
  public Optional<ClosedLog> closed() {
    return closed;
  }

  /**
   * What was closed at this size, unless something longer was {@link #certified} since; of what is
   * not certified only the newest.
   */
  public Optional<ClosedLog> closedAt(long size) {
    return Optional.ofNullable(recent.get(size));
  }

  /** Nobody asks any more for what was closed below {@code size}. */
  public void certified(long size) {
    certified = size;
    recent.headMap(size, false).clear();
  }

  /** The log tree, for proofs. Its owner is this ledger: nobody else appends. */
  public MerkleTree log() {
    return log;
  }

  /** The key registered last under {@code name}, live or not. */
  public Optional<RegisteredKey> latestKey(DevUrn name) {
    return registry.latest(name);
  }

  /** The gateways that were ever registered, by name. */
  public List<KnownGateway> gateways() {
    return registry.gateways().stream()
        .map(key -> new KnownGateway(key, gateway(key.registration().name())))
        .toList();
  }

  /** The former registrar key that signed {@code entry}; empty where a present one did. */
  Optional<Former> former(Sign1 entry, Members members) {
    return members.signed(entry)
        ? Optional.empty()
        : formers.stream()
            .filter(it -> it.state().name().equals(entry.issuer()) && entry.signedBy(it.key()))
            .findFirst();
  }

  Filings filings() {
    return filings;
  }

  /** Where the log holds the signed entry with this id, closed or not. */
  public Optional<Long> index(Digest id) {
    return Optional.ofNullable(positions.get(id));
  }

  /** Where the log holds the header with this id. */
  Optional<Long> headerIndex(Digest id) {
    return headerSigners.containsKey(id) ? index(id) : Optional.empty();
  }

  /** The thumbprint of the key that signed the header with this id. */
  Optional<Digest> headerSigner(Digest id) {
    return Optional.ofNullable(headerSigners.get(id));
  }

  private Optional<GatewayState> gateway(DevUrn name) {
    return Optional.ofNullable(gateways.get(name));
  }
}
