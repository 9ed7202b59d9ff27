package org.baymark.node.ledger;

import static org.baymark.node.ledger.RejectionException.demand;

import java.util.List;
import java.util.Optional;
import org.baymark.node.shelf.MemoryShelf;
import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.HashedTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;

/**
 * The log and all that follows from it. Every rule is asked before anything changes, so a rejected
 * command changes nothing; and the same commands in the same order lead every member to the same
 * head. What follows is kept on a shelf, and only there: whoever opens the same shelf goes on where
 * this ledger was. For one owner: not thread-safe.
 */
public final class Ledger {
  /** Of a log entry, in bytes (C2SP tlog-tiles, "Log entries"). */
  public static final int ENTRY_SIZE_MAX = 65_535;

  private final Facts facts;
  private final Admissions admissions;
  private final Batches batches;
  private final Deliberations deliberations;
  private final Turns turns;

  /** A log without entries that nobody has to find again. */
  public Ledger() {
    this(new MemoryShelf());
  }

  /** The log whose facts are on this shelf; those of another form than ours are thrown away. */
  public Ledger(Shelf shelf) {
    facts = new Facts(shelf);
    admissions = new Admissions(facts);
    batches = new Batches(facts);
    deliberations = new Deliberations(facts);
    turns = new Turns(facts);
    turns.turn();
  }

  /** Applies {@code command} if it breaks no rule. */
  public Result apply(Command command) {
    try {
      if (command instanceof Command.Found found) {
        return found(found.genesis());
      }
      if (!facts.terms.areFounded()) {
        return new Result.Rejected(Rejection.NOT_FOUNDED, "the log has no genesis yet");
      }
      if (command instanceof Command.Admit admit) {
        return admissions.admit(admit.signed());
      }
      if (command instanceof Command.FileBatch batch) {
        return batches.file(batch);
      }
      if (command instanceof Command.Decide decide) {
        return deliberations.decide(decide.signed());
      }
      return turns.close(((Command.Close) command).era());
    } catch (RejectionException e) {
      return e.result();
    }
  }

  private Result found(Sign1 genesis) throws RejectionException {
    Facts.checkSize(genesis);
    if (facts.terms.areFounded()) {
      demand(
          index(genesis.id()).equals(Optional.of(0L)),
          Rejection.ALREADY_FOUNDED,
          "the log has another genesis");
      return new Result.Already(0, genesis.id());
    }
    facts.terms.found(GenesisRules.members(genesis));
    return facts.append(genesis);
  }

  /** How many entries the log has now, closed or not. */
  public long size() {
    return facts.log.size();
  }

  /** The head of the log now; {@link #closed} is what others may see of it. */
  public TreeHead head() {
    return facts.log.head();
  }

  /** What the index would be if a checkpoint were closed now. */
  public Digest indexRoot() {
    return facts.index.root();
  }

  /** Who certifies the next head; empty before the genesis. */
  public Optional<Members> members() {
    return facts.terms.areFounded() ? Optional.of(facts.terms.now()) : Optional.empty();
  }

  /** Who certifies a head of this size; there has to be a genesis. */
  public Members membersFor(long size) {
    return facts.terms.of(size);
  }

  /**
   * Who certifies a head of this size, and who each longer one of this log; empty before genesis.
   */
  public List<Members> membersSince(long size) {
    return facts.terms.areFounded() ? facts.terms.since(size) : List.of();
  }

  /**
   * The terms of member sets up to that in which a head of this size is certified; none before
   * genesis.
   */
  List<Terms.Term> termsUpTo(long size) {
    return facts.terms.upTo(size);
  }

  /** The member sets up to that which certifies a head of this size, the first one first. */
  public List<Members> membersUpTo(long size) {
    return termsUpTo(size).stream().map(Terms.Term::members).toList();
  }

  /** The proposal that waits for votes. */
  public Optional<OpenProposal> openProposal() {
    return facts.council.open();
  }

  /** Carried, and in force above the next checkpoint. */
  public Optional<Members> dueMembers() {
    return facts.council.due();
  }

  /** The last checkpoint; empty before the first. */
  public Optional<ClosedLog> closed() {
    return facts.closings.last();
  }

  /**
   * What was closed at this size, unless something longer was {@link #certified} since; of what is
   * not certified only the newest.
   */
  public Optional<ClosedLog> closedAt(long size) {
    return facts.closings.at(size);
  }

  /** Nobody asks any more for what was closed below {@code size}. */
  public void certified(long size) {
    facts.closings.certified(size);
  }

  /** The log tree, for proofs. Its owner is this ledger: nobody else appends. */
  public HashedTree log() {
    return facts.log;
  }

  /** The key registered last under {@code name}, live or not. */
  public Optional<RegisteredKey> latestKey(DevUrn name) {
    return facts.registry.latest(name);
  }

  /** The gateways that were ever registered, by name. */
  public List<KnownGateway> gateways() {
    return facts.registry.gateways().stream()
        .map(key -> new KnownGateway(key, facts.gateway(key.registration().name())))
        .toList();
  }

  /** The former registrar key that signed {@code entry}; empty where a present one did. */
  Optional<Terms.Former> former(Sign1 entry, Members members) {
    return facts.terms.former(entry, members);
  }

  Filings filings() {
    return facts.filings;
  }

  /** Where the log holds the signed entry with this id, closed or not. */
  public Optional<Long> index(Digest id) {
    return facts.entries.index(id);
  }

  /** Where the log holds the header with this id. */
  Optional<Long> headerIndex(Digest id) {
    return facts.entries.header(id);
  }

  /** The thumbprint of the key that signed the header with this id. */
  Optional<Digest> headerSigner(Digest id) {
    return facts.entries.signer(id);
  }
}
