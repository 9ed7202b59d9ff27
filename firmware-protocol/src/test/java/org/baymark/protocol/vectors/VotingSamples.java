package org.baymark.protocol.vectors;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.LogReceipt;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.vectors.StructureVectors.Saying;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Conflict;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.LogPromise;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Opening;
import org.baymark.protocol.voting.PromisedReceipt;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Stop;
import org.baymark.protocol.voting.StopSet;
import org.baymark.protocol.voting.Voice;

/** What members say to certify heads, and what becomes of it when one part is another. */
record VotingSamples(StructureVectors to) {
  private static final List<String> NAMES = List.of("alpha", "beta", "delta");
  private static final MerkleTree TREE =
      MerkleTree.of(List.of(Bytes.ofUtf8("0"), Bytes.ofUtf8("1"), Bytes.ofUtf8("2")));
  private static final Head HEAD = new Head(1, 3, TREE.root());
  private static final String OTHER_LOG = "example.org/other";

  static void all(StructureVectors to) {
    VotingSamples samples = new VotingSamples(to);
    samples.signed();
    samples.certificates();
    samples.stopSets();
    samples.openings();
    samples.cosigned();
    samples.messages();
    samples.doubleVotes();
    samples.promises();
  }

  private static Voice voice(String member) {
    return Voice.of(name(member), TestKeys.of("reporter of " + member, Suite.EDDSA));
  }

  private static DevUrn name(String member) {
    return new DevUrn("urn:dev:org:32473-" + member);
  }

  private static Report report(String member, String origin, Head head) {
    return Report.say(voice(member), origin, head);
  }

  private static List<Report> reports(String origin, Head head) {
    return NAMES.stream().map(member -> report(member, origin, head)).toList();
  }

  private static Certificate certificate() {
    return new Certificate(reports(Story.ORIGIN, HEAD));
  }

  private static Stop stop(String member, String origin, long epoch) {
    return Stop.say(voice(member), origin, epoch, Optional.empty());
  }

  private static StopSet stopSet(long epoch) {
    return new StopSet(NAMES.stream().map(member -> stop(member, Story.ORIGIN, epoch)).toList());
  }

  private void signed() {
    signed("report", "a head", ContentType.REPORT, report("alpha", Story.ORIGIN, HEAD).signed());
    Stop bare = stop("alpha", Story.ORIGIN, 0);
    signed("stop", "without a certificate", ContentType.STOP, bare.signed());
    Stop whole = Stop.say(voice("alpha"), Story.ORIGIN, 1, Optional.of(certificate()));
    signed("stop", "with a certificate", ContentType.STOP, whole.signed());
    Saying saying = saying(ContentType.STOP);
    to.refuse("stop", "with a certificate", "of an epoch before its own", saying.of(held(0)));
    Opening opening = Opening.say(voice("alpha"), Story.ORIGIN, 1, stopSet(0).digest());
    signed("opening", "of epoch 1", ContentType.OPENING, opening.signed());
  }

  private void signed(String structure, String note, ContentType type, Sign1 good) {
    Saying saying = saying(type);
    to.signed(structure, note, structure, saying, good.payload());
    to.refuse(structure, note, "with iat", saying.dated(true).of(good.payload()));
    to.refuse(structure, note, "about another", saying.about(Story.SHIPMENT).of(good.payload()));
    Bytes other = saying.of(ContentType.MEMBERS).of(good.payload());
    to.refuse(structure, note, "of another content type", other);
  }

  private static Saying saying(ContentType type) {
    DevUrn alpha = name("alpha");
    return new Saying(
        TestKeys.of("reporter of alpha", Suite.EDDSA), type, alpha, Subject.of(alpha), false);
  }

  /** A stop of this epoch that holds the certificate of epoch 1. */
  private static Bytes held(long epoch) {
    return new CborWriter()
        .array(4)
        .text("baymark stop v1")
        .text(Story.ORIGIN)
        .integer(epoch)
        .bytes(certificate().encoded())
        .toBytes();
  }

  private void certificates() {
    to.plain("certificate", "of three", "certificate", certificate().encoded());
    Report beta = report("beta", Story.ORIGIN, HEAD);
    Report alpha = report("alpha", Story.ORIGIN, HEAD);
    Report longer = report("delta", Story.ORIGIN, new Head(1, 4, HEAD.root()));
    Report elsewhere = report("delta", OTHER_LOG, HEAD);
    refuseCertificate("two heads", alpha, longer);
    refuseCertificate("two logs", alpha, elsewhere);
    refuseCertificate("out of order", beta, alpha);
    refuseCertificate("one twice", alpha, alpha);
  }

  private void refuseCertificate(String what, Report... reports) {
    CborWriter out = new CborWriter().array(2).text("baymark certificate v1");
    out.array(reports.length);
    List.of(reports).forEach(report -> out.bytes(report.encoded()));
    to.refuse("certificate", "of three", what, out.toBytes());
  }

  private void stopSets() {
    to.plain("stop_set", "of three", "stop_set", stopSet(0).encoded());
    Stop alpha = stop("alpha", Story.ORIGIN, 0);
    Stop beta = stop("beta", Story.ORIGIN, 0);
    refuseSet("two epochs", alpha, stop("beta", Story.ORIGIN, 1));
    refuseSet("two logs", alpha, stop("beta", OTHER_LOG, 0));
    refuseSet("out of order", beta, alpha);
    refuseSet("one twice", alpha, alpha);
  }

  private void refuseSet(String what, Stop... stops) {
    CborWriter out = new CborWriter().array(2).text("baymark stop set v1").array(stops.length);
    List.of(stops).forEach(stop -> out.bytes(stop.encoded()));
    to.refuse("stop_set", "of three", what, out.toBytes());
  }

  private void openings() {
    StopSet set = stopSet(0);
    Opening opening = Opening.say(voice("beta"), Story.ORIGIN, 1, set.digest());
    to.plain("opened", "epoch 1", "opened", new Opened(opening, set).encoded());
    refuseOpened("another epoch", Opening.say(voice("beta"), Story.ORIGIN, 2, set.digest()));
    refuseOpened("another log", Opening.say(voice("beta"), OTHER_LOG, 1, set.digest()));
    refuseOpened("another set", Opening.say(voice("beta"), Story.ORIGIN, 1, HEAD.root()));
  }

  private void refuseOpened(String what, Opening opening) {
    CborWriter out = new CborWriter().array(3).text("baymark opened v1");
    out.bytes(opening.signed().encoded()).bytes(stopSet(0).encoded());
    to.refuse("opened", "epoch 1", what, out.toBytes());
  }

  private void cosigned() {
    to.accept("cosigned", "without a seal", cosignedByAlpha().encoded());
    IndexSeal seal =
        new IndexSeal(0, Optional.empty(), 1, 2, TREE.root(), TREE.root(), Optional.empty());
    MerkleTree sealed = MerkleTree.of(List.of(Bytes.ofUtf8("0"), Bytes.ofUtf8("1"), seal.encode()));
    Checkpoint checkpoint = new Checkpoint(Story.ORIGIN, 3, sealed.root());
    SignedCheckpoint note =
        new SignedCheckpoint(
            checkpoint, List.of(TestKeys.cosigner("alpha").cosign(checkpoint, Story.T0)));
    Cosigned.Seal under = new Cosigned.Seal(seal, sealed.inclusion(2, 3).path());
    Cosigned good = new Cosigned(note, Optional.of(under));
    to.plain("cosigned", "by one", "cosigned", good.encoded());
    Item other = Item.of(good.encoded()).items().get(2);
    to.refuse(
        "cosigned",
        "without a seal",
        "the seal of another head",
        Item.of(cosignedByAlpha().encoded()).with(2, other).encoded());
  }

  private static Cosigned cosignedByAlpha() {
    Checkpoint checkpoint = new Checkpoint(Story.ORIGIN, 3, TREE.root());
    SignedCheckpoint note =
        new SignedCheckpoint(
            checkpoint, List.of(TestKeys.cosigner("alpha").cosign(checkpoint, Story.T0)));
    return new Cosigned(note, Optional.empty());
  }

  /** As another member's node takes them, which has to see first what comes. */
  private void messages() {
    Bytes certificate = certificate().encoded();
    message("certificate", "certificate", certificate);
    StopSet set = stopSet(0);
    Opening opening = Opening.say(voice("beta"), Story.ORIGIN, 1, set.digest());
    message("opened", "opened", new Opened(opening, set).encoded());
    message("cosigned", "cosigned", cosignedByAlpha().encoded());
    to.accept("vote_message", "report", report("alpha", Story.ORIGIN, HEAD).encoded());
    to.accept("vote_message", "stop", stop("alpha", Story.ORIGIN, 0).encoded());
    to.refuse("vote_message", "opened", "a stop set", set.encoded());
    to.refuse("vote_message", "report", "an opening", opening.signed().encoded());
    to.refuse("vote_message", "certificate", "nothing", Bytes.EMPTY);
  }

  private void message(String note, String rule, Bytes good) {
    to.plain("vote_message", note, rule, good);
  }

  private void doubleVotes() {
    Sign1 report = report("alpha", Story.ORIGIN, HEAD).signed();
    Head same = new Head(1, 3, Digest.sha256());
    Sign1 other = report("alpha", Story.ORIGIN, same).signed();
    doubleVote("reports of one size", new Conflict(report, other, Optional.empty()));
    Sign1 shorter = report("alpha", Story.ORIGIN, new Head(1, 2, Digest.sha256())).signed();
    Conflict.Fork fork = new Conflict.Fork(TREE.root(2), TREE.consistency(2, 3).path());
    doubleVote("reports of two sizes", new Conflict(shorter, report, Optional.of(fork)));
    Sign1 bare = stop("alpha", Story.ORIGIN, 1).signed();
    Sign1 whole = Stop.say(voice("alpha"), Story.ORIGIN, 1, Optional.of(certificate())).signed();
    doubleVote("stops", new Conflict(bare, whole, Optional.empty()));
    Sign1 first = Opening.say(voice("alpha"), Story.ORIGIN, 1, HEAD.root()).signed();
    Sign1 second = Opening.say(voice("alpha"), Story.ORIGIN, 1, Digest.sha256()).signed();
    doubleVote("openings", new Conflict(first, second, Optional.empty()));
    Sign1 beta = report("beta", Story.ORIGIN, same).signed();
    refuseVote("two members", new Conflict(report, beta, Optional.empty()));
    refuseVote("one twice", new Conflict(report, report, Optional.empty()));
    refuseVote("a report and a stop", new Conflict(report, bare, Optional.empty()));
    Sign1 later = report("alpha", Story.ORIGIN, new Head(2, 3, Digest.sha256())).signed();
    refuseVote("reports of two epochs", new Conflict(report, later, Optional.empty()));
    refuseVote("a branch of one size", new Conflict(report, other, Optional.of(fork)));
    refuseVote("no branch of two sizes", new Conflict(shorter, report, Optional.empty()));
    Sign1 right = report("alpha", Story.ORIGIN, new Head(1, 2, TREE.root(2))).signed();
    refuseVote("reports that agree", new Conflict(right, report, Optional.of(fork)));
  }

  private void promises() {
    Digest id = StructureSamples.ID;
    LogPromise promise = LogPromise.say(voice("alpha"), Story.ORIGIN, id, OptionalLong.of(7), 12);
    signed("log_promise", "of an entry in the log", ContentType.LOG_PROMISE, promise.signed());
    LogPromise early = LogPromise.say(voice("alpha"), Story.ORIGIN, id, OptionalLong.empty(), 1);
    to.accept("log_promise", "of an entry that has no place yet", early.signed().encoded());
    PromisedReceipt both = new PromisedReceipt(new LogReceipt(7, id), promise);
    to.plain("promised_receipt", "receipt and promise", "promised_receipt", both.encoded());
    PromisedReceipt other = new PromisedReceipt(new LogReceipt(7, Digest.sha256()), promise);
    String what = "a promise of another entry";
    to.refuse("promised_receipt", "receipt and promise", what, other.encoded());
  }

  private void doubleVote(String note, Conflict conflict) {
    to.plain("double_vote", note, "double_vote", conflict.encoded());
  }

  private void refuseVote(String what, Conflict conflict) {
    to.refuse("double_vote", "reports of one size", what, conflict.encoded());
  }
}
