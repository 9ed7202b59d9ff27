package org.baymark.node.sequence;

import java.util.List;
import java.util.Optional;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.EvidenceDesk;
import org.baymark.node.ledger.KnownGateway;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.OpenProposal;
import org.baymark.node.ledger.RegisteredKey;
import org.baymark.node.ledger.Successions;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.Place;
import org.baymark.node.store.PlaceStore;
import org.baymark.node.store.StoredEntry;
import org.baymark.node.tiles.Tile;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.registration.Members;

/** What can be asked of the log, on the thread that owns it. All of it is durable. */
public final class Archive {
  private final Ledger ledger;
  private final LogStore store;
  private final long certifiedSize;

  /**
   * @param certifiedSize of the last head that may be shown to everyone; 0 before the first
   */
  Archive(Ledger ledger, LogStore store, long certifiedSize) {
    this.ledger = ledger;
    this.store = store;
    this.certifiedSize = certifiedSize;
  }

  /** About so many bytes of a piece, unless the next place in the order comes later. */
  private static final long PIECE_BYTES = 1 << 20;

  private static final long PIECE_ENTRIES = 1_000;

  /**
   * What comes from entry {@code first} on, for another member: closed or not, about a megabyte of
   * it. It ends where the order's place is known, so that who executes it knows where it stands;
   * but what a member wrote while it was alone is of no order, and may be long.
   */
  public Piece piece(long first) {
    long size = ledger.size();
    if (first >= size) {
      Optional<Place> here =
          store.places().last().filter(last -> last.size() == size).map(PlaceStore.Placed::place);
      return new Piece(first, List.of(), first == size ? here : Optional.empty(), size);
    }
    Optional<PlaceStore.Placed> next =
        store.places().upTo(first).flatMap(any -> store.places().after(first));
    long least = next.map(PlaceStore.Placed::size).orElse(first + 1) - first;
    List<StoredEntry> few = store.entries().stored(first, PIECE_ENTRIES, PIECE_BYTES);
    List<StoredEntry> entries =
        few.size() < least ? store.entries().stored(first, least, Long.MAX_VALUE) : few;
    Optional<PlaceStore.Placed> placed =
        store.places().upTo(first + entries.size()).filter(last -> last.size() > first);
    int count = placed.map(last -> (int) (last.size() - first)).orElse(entries.size());
    return new Piece(first, entries.subList(0, count), placed.map(PlaceStore.Placed::place), size);
  }

  /** Whether the log, closed or not, begins with {@code head}. */
  public boolean holds(TreeHead head) {
    return holds(ledger, head);
  }

  static boolean holds(Ledger ledger, TreeHead head) {
    return head.size() <= ledger.size() && ledger.log().root(head.size()).equals(head.root());
  }

  /** The head of the log, closed or not. */
  TreeHead head() {
    return ledger.head();
  }

  /** The entry at {@code index}; empty unless a certified checkpoint covers it. */
  public Optional<Bytes> entry(long index) {
    return index < certifiedSize
        ? Optional.of(Comparison.entry(store, ledger, index))
        : Optional.empty();
  }

  /** Where the log holds the signed entry with this id, closed or not. */
  public Optional<Long> index(Digest id) {
    return ledger.index(id);
  }

  /**
   * That an entry stands in the tree of this size; empty unless a certified checkpoint covers that.
   */
  public Optional<InclusionProof> inclusion(long index, long size) {
    return index < size && size <= certifiedSize
        ? Optional.of(ledger.log().inclusion(index, size))
        : Optional.empty();
  }

  /** Who keeps the log; empty before its genesis. */
  public Optional<Members> members() {
    return ledger.members();
  }

  /** Who kept it, up to whoever certifies the last certified head, the first one first. */
  public List<Members> membersSoFar() {
    return ledger.membersUpTo(certifiedSize);
  }

  /** The proposal that waits for votes, closed or not. */
  public Optional<OpenProposal> openProposal() {
    return ledger.openProposal();
  }

  /** Carried, and in force above the next checkpoint. */
  public Optional<Members> dueMembers() {
    return ledger.dueMembers();
  }

  /** Who certifies a head of this size; empty before the genesis. */
  public Optional<Members> membersFor(long size) {
    return ledger.members().map(any -> ledger.membersFor(size));
  }

  /** How they came to be who certifies the last certified head; empty if they never changed. */
  public Optional<Succession> succession() {
    return Successions.of(ledger, index -> Comparison.entry(store, ledger, index), certifiedSize);
  }

  /** From size to size of the log tree; empty unless a certified checkpoint covers both. */
  public Optional<ConsistencyProof> consistency(long from, long to) {
    return from <= to && to <= certifiedSize
        ? Optional.of(ledger.log().consistency(from, to))
        : Optional.empty();
  }

  /** The hashes of {@code tile}; empty unless a certified checkpoint covers all of it. */
  public Optional<List<Digest>> hashes(Tile tile) {
    return tile.isIn(certifiedSize) ? Optional.of(tile.hashes(ledger.log())) : Optional.empty();
  }

  /**
   * The entries under {@code tile} of level 0; empty unless a certified checkpoint covers all of
   * them.
   */
  public Optional<List<Bytes>> entries(Tile tile) {
    if (tile.level() > 0 || !tile.isIn(certifiedSize)) {
      return Optional.empty();
    }
    List<Bytes> entries = store.entries().range(tile.first(), tile.width());
    for (int i = 0; i < entries.size(); i++) {
      Comparison.same(ledger, tile.first() + i, entries.get(i));
    }
    return Optional.of(entries);
  }

  /** The key registered last under {@code name}, live or not, closed or not. */
  public Optional<RegisteredKey> latestKey(DevUrn name) {
    return ledger.latestKey(name);
  }

  /** The gateways that were ever registered, by name; as of the last command, closed or not. */
  public List<KnownGateway> gateways() {
    return ledger.gateways();
  }

  /** Of the last head that was closed here, certified or not; 0 before the first. */
  public long closedHeight() {
    return ledger.closed().map(ClosedLog::height).orElse(0L);
  }

  /** The file that convicts a member, under the id of a {@link Conviction}. */
  public Optional<Bytes> conviction(Digest id) {
    return Convictions.file(store.evidence(), id);
  }

  /** The evidence that {@code request} asks for, at the last checkpoint. */
  public EvidenceDesk.Answer evidence(EvidenceRequest request) {
    return EvidenceDesk.answer(
        ledger,
        index -> Comparison.entry(store, ledger, index),
        store.lastCheckpoint(),
        request,
        EvidenceDesk.sizeMax(Runtime.getRuntime().maxMemory()));
  }
}
