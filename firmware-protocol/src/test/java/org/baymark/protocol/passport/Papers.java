package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.RangeProof;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.statement.Unverified;

/** A passport in pieces: a test changes one and puts it together again. */
final class Papers {
  SignedCheckpoint checkpoint;
  IndexSeal seal;
  List<Digest> sealPath;
  Members members;
  final List<FormerRegistrar> registrars = new ArrayList<>();
  final List<LoggedHeader> headers = new ArrayList<>();
  final List<LoggedRegistration> registrations = new ArrayList<>();
  final List<GatewayProof> gateways = new ArrayList<>();
  final List<SubjectProof> subjects = new ArrayList<>();
  final List<Passport.Part> parts = new ArrayList<>();
  final List<ChainRecord> records = new ArrayList<>();
  final List<Anchor> anchors = new ArrayList<>();
  Optional<Succession> succession = Optional.empty();

  private Papers(SignedCheckpoint checkpoint, IndexSeal seal, List<Digest> path, Members members) {
    this.checkpoint = checkpoint;
    this.seal = seal;
    this.sealPath = path;
    this.members = members;
  }

  Papers(Passport whole) {
    this(
        whole.evidence().checkpoint(),
        whole.evidence().seal(),
        whole.evidence().sealPath(),
        whole.evidence().members());
    registrars.addAll(whole.evidence().registrars());
    headers.addAll(whole.evidence().headers());
    registrations.addAll(whole.evidence().registrations());
    gateways.addAll(whole.evidence().gateways());
    subjects.addAll(whole.evidence().subjects());
    parts.addAll(whole.parts());
    records.addAll(whole.records());
    anchors.addAll(whole.evidence().ties().anchors());
    succession = whole.evidence().ties().succession();
  }

  Passport together() {
    return new Passport(
        new Evidence(
            checkpoint,
            seal,
            sealPath,
            members,
            registrars,
            headers,
            registrations,
            gateways,
            subjects,
            new Ties(anchors, succession)),
        records,
        parts);
  }

  Papers with(List<ChainRecord> shown) {
    records.addAll(shown);
    return this;
  }

  /** Closes the log of {@code world} and issues the whole passport of {@code about}. */
  static Papers issue(World world, Subject about, Subject... devices) {
    return issue(world, seal -> seal, List.of(), about, devices);
  }

  /**
   * Closes the log with a seal that {@code lie} changed.
   *
   * @param after entries that come behind the seal
   */
  static Papers issue(
      World world,
      UnaryOperator<IndexSeal> lie,
      List<Bytes> after,
      Subject about,
      Subject... devices) {
    Members members = world.alliance.members;
    long covers = world.log.size();
    IndexSeal seal =
        lie.apply(
            new IndexSeal(
                0,
                Optional.empty(),
                1,
                covers,
                world.index.root(),
                members.digest(),
                Optional.empty()));
    world.append(seal.encode());
    after.forEach(world::append);
    Checkpoint head = new Checkpoint(Alliances.ORIGIN, world.log.size(), world.log.root());
    SignedCheckpoint signed = world.alliance.sign(head, world.tick());
    Papers papers = new Papers(signed, seal, path(world, covers), members);
    papers.add(world, about);
    Stream.of(devices).sorted().forEach(device -> papers.add(world, device));
    papers.addProofs(world);
    world.formers.forEach(
        (key, state) ->
            papers.registrars.add(
                new FormerRegistrar(
                    key, state, world.index.prove(IndexKeys.registrar(key.thumbprint())))));
    return papers;
  }

  private static List<Digest> path(World world, long index) {
    return world.log.inclusion(index, world.log.size()).path();
  }

  private void add(World world, Subject subject) {
    Digest subjectKey = world.subjectKey(subject);
    if (!world.filings.containsKey(subjectKey)) {
      subjects.add(
          SubjectProof.nothing(subjectKey, world.index.prove(IndexKeys.subject(subjectKey))));
      parts.add(new Passport.Part(subject, List.of()));
      return;
    }
    List<Filing> filings = World.get(world.filings, subjectKey);
    subjects.add(proof(world, subjectKey, 0, filings.size()));
    List<Optional<Passport.Disclosure>> disclosures = new ArrayList<>();
    for (Filing filing : filings) {
      World.Sealed sealed = World.get(world.batches, filing.headerId());
      SubjectTree tree = sealed.batch().subject(subjectKey).orElseThrow();
      disclosures.add(
          Optional.of(
              new Passport.Disclosure(
                  sealed.batch().path(subjectKey).index(),
                  sealed.batch().path(subjectKey).path(),
                  tree.statements().stream().map(Papers::unverified).toList())));
    }
    parts.add(new Passport.Part(subject, disclosures));
  }

  static Unverified unverified(Sign1 statement) {
    return Unverified.parse(statement.encoded()).toOptional().orElseThrow();
  }

  /** The proof of some filings of the small log. */
  static SubjectProof proof(World world, Digest subjectKey, int first, int count) {
    MerkleTree small = world.smallLog(subjectKey);
    return new SubjectProof(
        subjectKey,
        world.statements(subjectKey),
        RangeProof.of(small, first, count),
        World.get(world.filings, subjectKey).subList(first, first + count),
        world.index.prove(IndexKeys.subject(subjectKey)));
  }

  /** Shows only some filings of one part, with everything else in its place. */
  void narrow(World world, int part, int first, int count) {
    subjects.set(part, proof(world, subjects.get(part).subjectKey(), first, count));
    Passport.Part whole = parts.get(part);
    List<Optional<Passport.Disclosure>> some = whole.disclosures().subList(first, first + count);
    parts.set(part, new Passport.Part(whole.subject(), some));
  }

  private void addProofs(World world) {
    subjects.stream()
        .flatMap(proof -> proof.filings().stream())
        .map(filing -> World.get(world.batches, filing.headerId()))
        .distinct()
        .sorted(Comparator.comparing(World.Sealed::index))
        .forEach(batch -> headers.add(header(world, batch)));
    List<Sign1> signed = new ArrayList<>();
    parts.forEach(
        part ->
            part.disclosures()
                .forEach(
                    one -> one.orElseThrow().statements().forEach(s -> signed.add(s.signed()))));
    headers.forEach(header -> signed.add(header.logged().signed()));
    world.keys.values().stream()
        .sorted(Comparator.comparing(World.Registered::index))
        .map(key -> registration(world, key))
        .filter(
            one -> signed.stream().anyMatch(s -> s.kid().equals(one.registration().key().kid())))
        .forEach(registrations::add);
    headers.stream()
        .map(LoggedHeader::gateway)
        .distinct()
        .sorted()
        .forEach(
            name ->
                gateways.add(
                    new GatewayProof(
                        name,
                        World.get(world.gateways, name),
                        world.index.prove(IndexKeys.gateway(name)))));
  }

  private static LoggedHeader header(World world, World.Sealed sealed) {
    try {
      return LoggedHeader.of(logged(world, sealed.entry(), sealed.index()));
    } catch (RefusalException e) {
      throw new AssertionError(e);
    }
  }

  private static Logged logged(World world, Sign1 entry, long index) {
    return new Logged(entry, index, path(world, index));
  }

  private static LoggedRegistration registration(World world, World.Registered key) {
    try {
      Digest thumbprint = Registration.parse(key.entry()).orRefuse().key().thumbprint();
      return LoggedRegistration.of(
          logged(world, key.entry(), key.index()),
          world.index.prove(IndexKeys.verifyingKey(thumbprint)),
          key.revocation().map(entry -> logged(world, entry, key.revokedIndex())));
    } catch (RefusalException e) {
      throw new AssertionError(e);
    }
  }
}
