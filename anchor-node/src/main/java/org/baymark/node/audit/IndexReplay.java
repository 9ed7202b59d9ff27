package org.baymark.node.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.RegistrarState;
import org.baymark.protocol.index.SubjectState;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/**
 * The index, computed again from entry 0 (PROTOCOL.md, section 11). It follows the log behind: what
 * needs a subject list that nobody hands out now waits for the next round.
 */
final class IndexReplay {
  private final Optional<SubjectLists> lists;
  private final Deque<Step> steps = new ArrayDeque<>();
  private final Map<Digest, SubjectLog> subjects = new HashMap<>();
  private IndexMap index = IndexMap.EMPTY;
  private long seals;
  private Optional<String> wrong = Optional.empty();

  /** One entry's part in the index. */
  private interface Step {
    void take(Members present) throws SilentException, InterruptedException;
  }

  private static final class SubjectLog {
    final MerkleTree filings = new MerkleTree();
    long statements;
  }

  /**
   * @param lists empty for the public
   */
  IndexReplay(Optional<SubjectLists> lists) {
    this.lists = lists;
  }

  private void then(Step step) {
    if (lists.isPresent()) {
      steps.add(step);
    }
  }

  void key(Keys.Change change) {
    then(
        present ->
            index =
                index.put(IndexKeys.verifyingKey(change.thumbprint()), change.state().encode()));
  }

  void batch(long at, Sign1 entry, BatchHeader header) {
    then(
        present -> {
          List<SubjectEntry> list =
              lists.orElseThrow().of(at, present, it -> header.covers(entry.issuer(), it));
          GatewayState state = new GatewayState(header.number(), entry.id());
          index = index.put(IndexKeys.gateway(entry.issuer()), state.encode());
          list.forEach(subject -> file(entry.id(), subject));
        });
  }

  private void file(Digest headerId, SubjectEntry subject) {
    SubjectLog log = subjects.computeIfAbsent(subject.subjectKey(), key -> new SubjectLog());
    Filing filing = new Filing(headerId, subject.n(), subject.root());
    log.filings.append(MerkleTree.leafHash(filing.leaf()));
    log.statements += subject.n();
    SubjectState state = new SubjectState(log.filings.size(), log.statements, log.filings.root());
    index = index.put(IndexKeys.subject(subject.subjectKey()), state.encode());
  }

  void formerRegistrars(Terms terms, Members next, long above) {
    for (Member member : terms.now().orElseThrow().members()) {
      VerifyingKey registrar = member.keys().registrar();
      boolean stays =
          next.member(member.name())
              .filter(then -> then.keys().registrar().equals(registrar))
              .isPresent();
      if (!stays) {
        RegistrarState state =
            new RegistrarState(member.name(), terms.registrarSince(member), above);
        then(
            present ->
                index = index.put(IndexKeys.registrar(registrar.thumbprint()), state.encode()));
      }
    }
  }

  void seal(long size, Digest root) {
    then(
        present -> {
          seals++;
          if (wrong.isEmpty() && !index.root().equals(root)) {
            wrong = Optional.of("the index of the head of " + size + " does not follow from it");
          }
        });
  }

  /**
   * Goes on as far as it can.
   *
   * @param present whom the log names by now; empty if nothing of it could be read
   */
  Finding finding(Optional<Members> present) throws InterruptedException {
    if (lists.isEmpty()) {
      return Finding.notAsked(
          Check.INDEX, "only members have the subject lists it follows from: use --member DIR");
    }
    if (present.isEmpty()) {
      return Finding.notChecked(Finding.LOG, Check.INDEX, "no entry could be read");
    }
    try {
      while (!steps.isEmpty()) {
        steps.getFirst().take(present.get());
        steps.removeFirst();
      }
    } catch (SilentException e) {
      return Finding.notChecked(Finding.LOG, Check.INDEX, e.clause());
    }
    return wrong
        .map(detail -> Finding.failed(Finding.LOG, Check.INDEX, detail))
        .orElseGet(
            () ->
                Finding.ok(
                    Finding.LOG, Check.INDEX, seals + " index roots computed again, all right"));
  }
}
