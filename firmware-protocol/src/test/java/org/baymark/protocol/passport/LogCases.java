package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Lie.bent;
import static org.baymark.protocol.passport.Lie.longer;
import static org.baymark.protocol.passport.Lie.shorter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;

/** Sections 14.6 to 14.8. */
final class LogCases {
  private static final Digest OTHER = Digest.sha256();
  private static final String NO_RUN = ",runs=not checked";
  private final List<VectorCase> cases = new ArrayList<>();

  static List<VectorCase> all() {
    LogCases all = new LogCases();
    all.seals();
    all.entries();
    all.gateways();
    all.chains();
    all.notes();
    all.anchors();
    return all.cases;
  }

  /** A passport whose log is said to have been anchored when it had {@code size} entries. */
  static Papers anchored(long size) {
    Trip trip = Trip.whole();
    Papers papers = trip.papers();
    papers.anchors.add(anchor("eip155:11155111", trip.world, size));
    return papers;
  }

  private static Anchor anchor(String chain, World world, long size) {
    Digest transaction = Digest.sha256(Bytes.ofUtf8(chain));
    long now = world.log.size();
    return new Anchor(
        chain,
        transaction,
        7_000_000,
        new TreeHead(size, world.log.root(size)),
        world.log.consistency(size, now).path());
  }

  private void anchors() {
    add("14.6 anchored in another chain", anchored(3), "");
    Trip trip = Trip.whole();
    Papers two = trip.papers();
    two.anchors.add(anchor("eip155:1", trip.world, trip.world.log.size()));
    two.anchors.add(anchor("fisco:group0", trip.world, 1));
    add("14.6 anchored in two chains", two, "");
    Papers foreign = anchored(3);
    Anchor right = foreign.anchors.get(0);
    foreign.anchors.set(0, with(right, new TreeHead(3, OTHER), right.path()));
    add("14.6 an anchored head of another log", foreign, "in-log=fail");
    Papers later = anchored(3);
    later.anchors.set(0, with(right, new TreeHead(1_000, right.head().root()), right.path()));
    add("14.6 an anchored head of more entries than the log", later, "in-log=fail");
    Papers bent = anchored(3);
    bent.anchors.set(0, with(right, right.head(), bent(right.path())));
    add("14.6 another digest in an anchor's path", bent, "in-log=fail");
  }

  private static Anchor with(Anchor anchor, TreeHead head, List<Digest> path) {
    return new Anchor(anchor.chain(), anchor.transaction(), anchor.block(), head, path);
  }

  private void add(String note, Papers papers, String expected) {
    cases.add(VectorCase.of(note, papers, expected));
  }

  private void seals() {
    Papers papers = Trip.whole().papers();
    papers.sealPath = bent(papers.sealPath);
    add("14.6 another digest in the seal's path", papers, "in-log=fail");
    papers = Trip.whole().papers();
    papers.sealPath = longer(papers.sealPath);
    add("14.6 the seal's path too long", papers, "in-log=fail");
    sealed(
        "14.6 the seal covers one entry less",
        it -> with(it, 0, it.covers() - 1, it.memberSet()),
        List.of());
    sealed(
        "14.6 the seal covers one entry more",
        it -> with(it, 0, it.covers() + 1, it.memberSet()),
        List.of());
    add(
        "14.6 the seal is of epoch 1",
        Papers.issue(
            new Trip().scan().world,
            it -> with(it, 1, it.covers(), it.memberSet()),
            List.<Bytes>of(),
            Trip.GOODS),
        NO_RUN.substring(1));
    sealed("14.6 the seal names other members", it -> with(it, 0, it.covers(), OTHER), List.of());
    Bytes entry =
        new World()
            .alliance
            .members
            .signGenesis(new World().alliance.registrar(0), new World().alliance.name(0), 9)
            .encoded();
    sealed("14.6 an entry behind the seal", it -> it, List.of(entry));
    Trip trip = new Trip().scan();
    Members wrong = new Members("other.example", trip.world.alliance.members.members());
    papers =
        Papers.issue(
            trip.world, it -> with(it, 0, it.covers(), wrong.digest()), List.of(), Trip.GOODS);
    papers.members = wrong;
    add("14.6 members of another origin", papers, "in-log=fail" + NO_RUN);
  }

  private static IndexSeal with(IndexSeal seal, long epoch, long covers, Digest memberSet) {
    return new IndexSeal(
        epoch,
        epoch == 0 ? Optional.empty() : Optional.of(OTHER),
        1,
        covers,
        seal.indexRoot(),
        memberSet,
        seal.previous());
  }

  private void sealed(String note, UnaryOperator<IndexSeal> lie, List<Bytes> after) {
    Trip trip = new Trip().scan();
    add(note, Papers.issue(trip.world, lie, after, Trip.GOODS), "in-log=fail" + NO_RUN);
  }

  private void entries() {
    header("14.6 another digest in a header's path", path -> bent(path));
    header("14.6 a header's path too short", path -> shorter(path));
    header("14.6 a header's path too long", path -> longer(path));
    Papers papers = Trip.whole().papers();
    Lie.change(
        papers.registrations, 1, one -> Lie.withLogged(one, it -> path(it, bent(it.path()))));
    add("14.6 another digest in a registration's path", papers, "in-log=fail");
    Trip trip = new Trip().scan();
    trip.world.revoke(trip.scanner, OptionalLong.empty());
    papers = trip.goods();
    Lie.change(papers.registrations, 1, LogCases::bentRevocation);
    add("14.6 another digest in a revocation's path", papers, "in-log=fail" + NO_RUN);
  }

  private void header(String note, UnaryOperator<List<Digest>> change) {
    Papers papers = Trip.whole().papers();
    Lie.change(
        papers.headers, 1, one -> Lie.withLogged(one, it -> path(it, change.apply(it.path()))));
    add(note, papers, "in-log=fail");
  }

  private static Logged path(Logged entry, List<Digest> path) {
    return new Logged(entry.signed(), entry.index(), path);
  }

  private static LoggedRegistration bentRevocation(LoggedRegistration one) {
    LoggedRegistration.LoggedRevocation end = one.revocation().orElseThrow();
    Logged bent = path(end.logged(), bent(end.logged().path()));
    return new LoggedRegistration(
        one.logged(),
        one.registration(),
        one.status(),
        Optional.of(new LoggedRegistration.LoggedRevocation(bent, end.revocation())));
  }

  private void gateways() {
    Papers papers = Trip.whole().papers();
    papers.gateways.remove(0);
    add("14.6 a gateway that the file does not hold", papers, "in-log=fail");
    papers = Trip.whole().papers();
    GatewayProof honest = papers.gateways.get(0);
    GatewayState further = new GatewayState(4, honest.state().headerId());
    papers.gateways.set(0, new GatewayProof(honest.gateway(), further, honest.proof()));
    add("14.6 a gateway further than the index says", papers, "in-log=fail");
    Trip trip = Trip.whole();
    indexed(
        trip,
        new GatewayState(2, World.get(trip.world.gateways, trip.gateway.self.name).headerId()));
    add("14.6 a header above last_number", trip.papers(), "in-log=fail");
    trip = Trip.whole();
    indexed(trip, new GatewayState(3, OTHER));
    add("14.6 a header with last_number and another id", trip.papers(), "in-log=fail");
    trip = Trip.whole();
    indexed(trip, new GatewayState(4, OTHER));
    add("14.6 headers below last_number", trip.papers(), "");
  }

  private static void indexed(Trip trip, GatewayState state) {
    trip.world.gateways.put(trip.gateway.self.name, state);
    trip.world.index =
        trip.world.index.put(IndexKeys.gateway(trip.gateway.self.name), state.encode());
  }

  private void chains() {
    seen("14.6 last_seen covers the header", 1, "in-log=fail");
    seen("14.6 last_seen is all before the header", 0, "");
    Trip trip = new Trip().scan();
    trip.gateway.losesItsThread();
    add(
        "14.6 a previous that is not the header before",
        trip.scan().goods(),
        "in-log=fail" + NO_RUN);
    trip = new Trip();
    trip.gateway.countsOnFrom(1);
    trip.scan();
    trip.gateway.countsOnFrom(0);
    trip.scan();
    trip.gateway.countsOnFrom(3);
    add("14.6 numbers that do not ascend", trip.scan().goods(), "in-log=fail" + NO_RUN);
    trip = new Trip().scan();
    trip.gateway.countsOnFrom(4);
    add("14.6 a number left out between two headers", trip.scan().goods(), "runs=not checked");
  }

  private void seen(String note, long more, String expected) {
    Trip trip = new Trip();
    long size = trip.world.log.size() + more;
    long now = 1000 * trip.world.tick();
    trip.gateway.take(trip.scanner.scans(Trip.GOODS));
    trip.gateway.sealAt(Optional.of(new TreeHead(size, OTHER)), now, now, trip.gateway.self.key);
    add(note, trip.goods(), expected.isEmpty() ? "runs=not checked" : expected + NO_RUN);
  }

  private static SignedCheckpoint lines(
      SignedCheckpoint note, UnaryOperator<List<NoteSignature>> lie) {
    return new SignedCheckpoint(note.checkpoint(), lie.apply(new ArrayList<>(note.signatures())));
  }

  private static List<NoteSignature> forged(List<NoteSignature> lines, int line) {
    NoteSignature good = lines.get(line);
    byte[] octets = good.signature().toArray();
    octets[octets.length - 1] ^= 1;
    lines.set(line, new NoteSignature(good.name(), good.keyId(), Bytes.owning(octets)));
    return lines;
  }

  private void notes() {
    note("14.7 the log did not sign", all -> all.subList(1, 5), "co-signed=fail", "");
    note(
        "14.8 the log did not sign",
        all -> all.subList(1, 5),
        "co-signed=fail,jurisdictions=fail",
        VectorCase.HALVES);
    note("14.7 the log's signature does not verify", all -> forged(all, 0), "co-signed=fail", "");
    note(
        "14.8 the log's signature does not verify",
        all -> forged(all, 0),
        "co-signed=fail,jurisdictions=fail",
        VectorCase.HALVES);
    note(
        "14.7 one of four co-signatures does not verify",
        all -> forged(all, 4),
        "co-signed=fail",
        "");
    note(
        "14.8 one of four co-signatures does not verify",
        all -> forged(all, 4),
        "co-signed=fail,jurisdictions=pass",
        VectorCase.HALVES);
    note(
        "14.8 one half did not co-sign",
        all -> all.subList(0, 3),
        "co-signed=fail,jurisdictions=fail,times=not checked",
        VectorCase.HALVES);
    note("14.7 three of four", all -> all.subList(0, 4), "", "");
    note("14.7 a co-signature of another length", LogCases::longerLine, "co-signed=fail", "");
    Papers papers = Trip.whole().papers();
    VectorCase plain =
        VectorCase.of("14.8 a second policy without a log", papers, "jurisdictions=fail");
    cases.add(plain.withSecond(VectorCase.NO_LOG));
    plain = VectorCase.of("14.7 a trust file without a log", papers, "co-signed=fail");
    cases.add(plain.withTrust(VectorCase.NO_LOG));
    plain = VectorCase.of("14.7 quorum none", papers, "");
    cases.add(plain.withTrust(VectorCase.NO_QUORUM));
  }

  private static List<NoteSignature> longerLine(List<NoteSignature> lines) {
    NoteSignature good = lines.get(4);
    Bytes longer = good.signature().concat(Bytes.of(new byte[] {0}));
    lines.set(4, new NoteSignature(good.name(), good.keyId(), longer));
    return lines;
  }

  private void note(
      String note, UnaryOperator<List<NoteSignature>> lie, String expected, String second) {
    Papers papers = Trip.whole().papers();
    papers.checkpoint = lines(papers.checkpoint, lie);
    cases.add(VectorCase.of(note, papers, expected).withSecond(second));
  }
}
