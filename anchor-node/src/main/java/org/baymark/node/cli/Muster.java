package org.baymark.node.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.baymark.node.config.ConfigFile;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.fetch.NodeHttp;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.sequence.PresentKeys;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** Asks the nodes of members where they stand: of those that are members now. */
final class Muster {
  private static final int MEMBERS_MAX = 1 << 20;
  private static final int EVIDENCE_MAX = 4 << 20; // two votes, or two heads

  private final NodeHttp http = new NodeHttp();

  /** Asks nodes, whosever they are. */
  RollCall at(List<String> urls) throws InterruptedException {
    List<Callable<RollCall.Asked>> questions = new ArrayList<>();
    for (String url : urls) {
      questions.add(() -> named(ask(url, url)));
    }
    List<RollCall.Asked> asked = together(questions);
    return call(asked, newest(asked));
  }

  private static RollCall.Asked named(RollCall.Asked one) {
    return one.status().map(it -> one.named(it.member().text())).orElse(one);
  }

  /**
   * All at the same time, for each that is away takes all the patience that there is; the answers
   * in the order of the questions.
   */
  private static <T> List<T> together(List<Callable<T>> questions) throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(questions)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      // What nobody answers is an answer, too: this is a fault of ours.
      throw new IllegalStateException("asking a member failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Asks the members that the log of the node in {@code folder} names; where that node does not
   * answer, those that the newest log of a founder names; and the founders, where none answers.
   */
  RollCall of(WorkingFolder folder) throws FolderException, InterruptedException {
    NodeConfig config = ConfigFile.read(folder.config());
    Optional<GenesisFile> genesis = GenesisFile.read(folder);
    Optional<Members> known =
        members(config.url()).filter(it -> it.origin().equals(config.origin()));
    List<RollCall.Asked> founders = new ArrayList<>();
    if (known.isEmpty() && genesis.isPresent()) {
      founders.addAll(ask(genesis.get().members(), config, List.of()));
      known = newest(founders).filter(it -> it.origin().equals(config.origin()));
    }
    Optional<Members> members = known.or(() -> genesis.map(GenesisFile::members));
    List<RollCall.Asked> asked = new ArrayList<>();
    if (members.isPresent()) {
      asked.addAll(ask(members.get(), config, founders));
    } else {
      asked.add(ask(config.name().text(), config.url()));
    }
    return call(asked, members);
  }

  /**
   * @param before who answered already
   */
  private List<RollCall.Asked> ask(Members members, NodeConfig config, List<RollCall.Asked> before)
      throws InterruptedException {
    List<Callable<RollCall.Asked>> questions = new ArrayList<>();
    for (Member member : members.members()) {
      boolean isOwn = member.name().equals(config.name());
      String url = isOwn ? config.url() : member.addresses().url();
      Optional<RollCall.Asked> known =
          before.stream()
              .filter(it -> it.name().equals(member.name().text()) && it.url().equals(url))
              .findFirst();
      questions.add(
          () -> known.isPresent() ? known.get() : ask(member.name(), url, config.origin()));
    }
    return together(questions);
  }

  private RollCall.Asked ask(DevUrn name, String url, String origin) throws InterruptedException {
    return ask(name.text(), url)
        .onlyIf(it -> it.member().equals(name) && it.origin().equals(origin));
  }

  /** As the one of them says that knows the longest certified head. */
  private Optional<Members> newest(List<RollCall.Asked> asked) throws InterruptedException {
    List<RollCall.Asked> there =
        asked.stream()
            .filter(it -> it.status().isPresent())
            .sorted(Comparator.comparingLong(Muster::certified).reversed())
            .toList();
    for (RollCall.Asked one : there) {
      Optional<Members> members = members(one.url());
      if (members.isPresent()) {
        return members;
      }
    }
    return Optional.empty();
  }

  private static long certified(RollCall.Asked asked) {
    return asked.status().flatMap(MemberStatus::certified).map(head -> head.size()).orElse(0L);
  }

  private RollCall call(List<RollCall.Asked> asked, Optional<Members> members)
      throws InterruptedException {
    Set<Digest> standing = new HashSet<>();
    Set<Digest> seen = new HashSet<>();
    for (RollCall.Asked one : asked) {
      for (MemberStatus.Kept kept : one.evidence()) {
        if (members.isPresent() && seen.add(kept.id())) {
          get(one.url(), "/evidence/conflicts/" + kept.id().hex(), EVIDENCE_MAX)
              .filter(file -> new PresentKeys(members.get()).signed(file, kept.member()))
              .ifPresent(file -> standing.add(kept.id()));
        }
      }
    }
    return new RollCall(asked, standing);
  }

  private RollCall.Asked ask(String name, String url) throws InterruptedException {
    Optional<NodeHttp.Answer> answer = answer(url, "/status", MemberStatus.SIZE_MAX);
    return new RollCall.Asked(
        name,
        url,
        answer.filter(it -> it.status() == 200).flatMap(it -> MemberStatus.parse(it.body())),
        answer.filter(it -> it.status() == 503).map(NodeHttp.Answer::problem));
  }

  private Optional<Members> members(String url) throws InterruptedException {
    return get(url, "/members", MEMBERS_MAX).flatMap(it -> Members.parse(it).toOptional());
  }

  private Optional<Bytes> get(String url, String path, int sizeMax) throws InterruptedException {
    return answer(url, path, sizeMax)
        .filter(answer -> answer.status() == 200)
        .map(NodeHttp.Answer::body);
  }

  private Optional<NodeHttp.Answer> answer(String url, String path, int sizeMax)
      throws InterruptedException {
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return http.get(base + path, sizeMax);
  }
}
