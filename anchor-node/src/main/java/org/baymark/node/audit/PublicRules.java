package org.baymark.node.audit;

import static org.baymark.node.audit.BrokenRule.demand;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;

/**
 * The rules of the log that need nothing but the log, asked of every entry in its turn. What an
 * entry says counts even if it breaks one, as far as it can: the log took it.
 */
final class PublicRules {
  private static final int ENTRY_SIZE_MAX = 65_535;
  private static final int COMPLAINTS_MAX = 20;

  private final String origin;
  private final Heads heads = new Heads();
  private final Keys keys = new Keys(heads);
  private final Votes votes = new Votes(heads, keys);
  private final Terms terms = new Terms();
  private final Set<Digest> ids = new HashSet<>();
  private final List<String> complaints = new ArrayList<>();
  private final IndexReplay index;
  private final Promised promised;
  private long entries;

  /**
   * @param origin of the log, as its heads name it
   */
  PublicRules(String origin, IndexReplay index, Promised promised) {
    this.promised = promised;
    this.origin = origin;
    this.index = index;
  }

  /**
   * @param before the tree without this entry
   */
  void take(long at, Bytes entry, MerkleTree before) {
    entries++;
    try {
      if (at == 0) {
        genesis(entry);
        return;
      }
      Optional<Sign1> signed = Sign1.parse(entry, ENTRY_SIZE_MAX).toOptional();
      if (signed.isPresent()) {
        promised.entry(signed.get().id(), at);
        signed(signed.get(), at);
      } else {
        seal(read(IndexSeal.parse(entry)), at, entry, before);
      }
    } catch (BrokenRule e) {
      if (complaints.size() < COMPLAINTS_MAX) {
        complaints.add("entry " + at + ": " + e.clause());
      }
    }
  }

  private void genesis(Bytes entry) throws BrokenRule {
    Sign1 signed = read(Sign1.parse(entry, ENTRY_SIZE_MAX));
    Members members = read(Members.parse(signed.payload()));
    terms.begin(0, members, 0);
    ids.add(signed.id());
    demand(signed.contentType() == ContentType.MEMBERS, "the first entry is no genesis");
    demand(members.signed(signed), "none of the members that it names signed the genesis");
    demand(members.origin().equals(origin), "the genesis is of the log " + members.origin());
  }

  private void signed(Sign1 entry, long at) throws BrokenRule {
    demand(ids.add(entry.id()), "the same stands in the log twice");
    Members members =
        terms.now().orElseThrow(() -> new BrokenRule("the log has no genesis to go by"));
    switch (entry.contentType()) {
      case REGISTRATION -> index.key(keys.register(entry, at, members));
      case REVOCATION -> index.key(keys.revoke(entry, at, members));
      case GOVERNANCE -> votes.take(entry, at, terms);
      case BATCH -> {
        BatchHeader header = keys.file(entry);
        index.batch(at, entry, header);
      }
      default -> throw new BrokenRule("a " + entry.contentType() + " has no place in a log");
    }
  }

  private void seal(IndexSeal seal, long at, Bytes entry, MerkleTree before) throws BrokenRule {
    Growth growth = Growth.from(before, at);
    growth.append(MerkleTree.leafHash(entry));
    TreeHead head = new TreeHead(at + 1, growth.root());
    Members members =
        terms.now().orElseThrow(() -> new BrokenRule("the log has no genesis to go by"));
    index.seal(head.size(), seal.indexRoot());
    promised.head(seal.height(), head.size());
    Optional<Votes.Due> next = votes.takeDue();
    if (next.isPresent()) {
      index.formerRegistrars(terms, next.get().members(), head.size());
      terms.begin(head.size(), next.get().members(), next.get().carriedBy());
    }
    heads.take(seal, at, head, members);
  }

  static <T> T read(Parsed<T> parsed) throws BrokenRule {
    if (parsed instanceof Parsed.Refused<T> refused) {
      throw new BrokenRule(refused.text());
    }
    return ((Parsed.Ok<T>) parsed).value();
  }

  /** The members that the log names for a head of this size. */
  Optional<Members> members(long size) {
    return terms.of(size);
  }

  /** The members that the log names by now; empty where it has no genesis. */
  Optional<Members> present() {
    return terms.now();
  }

  /**
   * How the members came to be the present ones; empty where the log breaks a rule: what it says
   * leads nowhere then.
   */
  Optional<Succession.Line> line() {
    return terms.line().filter(line -> complaints.isEmpty());
  }

  /** How what the log says leads on from this trust file. */
  Optional<Succession.Led> led(Policy file) {
    return terms.line().flatMap(line -> line.lead(file));
  }

  /**
   * The entry that carried the first change after whom this trust file is of; empty if it asks for
   * the present members.
   */
  Optional<Long> changed(Policy file) {
    return led(file)
        .filter(led -> !led.policy().asksTheSame(file))
        .map(led -> terms.carriedBy(led.changes()));
  }

  /** Whether a seal closes a head of this size. */
  boolean isClosed(long size) {
    return heads.isClosed(size);
  }

  /** Whether members kept their promises, as far as the log tells. */
  Finding promises() {
    return promised.finding(origin, terms);
  }

  Finding finding() {
    if (!complaints.isEmpty()) {
      return Finding.failed(Finding.LOG, Check.RULES, String.join("; ", complaints));
    }
    return entries == 0
        ? Finding.notChecked(Finding.LOG, Check.RULES, "no entry could be read")
        : Finding.ok(
            Finding.LOG,
            Check.RULES,
            entries + " entries keep them, with " + heads.height() + " seals in one chain");
  }
}
