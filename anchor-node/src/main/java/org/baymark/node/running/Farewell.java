package org.baymark.node.running;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.baymark.node.fetch.NodeHttp;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.SmallFile;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.MemberSets;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a member that was away when the others removed it hears of it: they let it in no more, so its
 * log never holds the change. But each of them tells everybody how the members came to be those
 * that they are, with the votes; whoever was a member before can check these, and believes nobody.
 * What it was told is kept, and checked anew at each start. For the thread of the timer that looks.
 */
final class Farewell {
  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);
  private static final int SIZE_MAX = 8 << 20; // a change has some kB, and there may be 1,024
  private static final String ADVICE = "ask a member for /members/succession";

  private final Vertx vertx;
  private final Node.Setting setting;
  private final NodeHttp http = new NodeHttp();
  private final LonelyRule rule = new LonelyRule();
  private int asked; // of the others, one after the other
  private boolean isAsking;
  private boolean isProven;

  Farewell(Vertx vertx, Node.Setting setting) {
    this.vertx = vertx;
    this.setting = setting;
  }

  /**
   * A second has passed.
   *
   * @param hearsTooFew whether fewer than a quorum said anything for some seconds
   * @return whether it is proven that it was removed, and kept
   */
  boolean look(MemberSets sets, boolean hearsTooFew) {
    List<Member> others =
        sets.settled().members().stream().filter(it -> !it.name().equals(self())).toList();
    if (!rule.tick(hearsTooFew, others.size()) || isAsking || others.isEmpty()) {
      return isProven;
    }
    if (asked == 0) {
      LOG.atWarn()
          .addKeyValue("nextRoundSeconds", rule.pause())
          .log("too few members say anything: asking them whether this one was removed");
    }
    Member other = others.get(asked % others.size());
    asked = (asked + 1) % others.size();
    isAsking = true;
    vertx
        .executeBlocking(() -> ask(other, sets.settled()), false)
        .onComplete(
            done -> {
              isAsking = false;
              isProven |= done.succeeded() && done.result();
              if (done.failed()) {
                LOG.atError().addKeyValue("fault", done.cause()).log("the votes are not kept");
              }
            });
    return isProven;
  }

  private DevUrn self() {
    return setting.config().name();
  }

  /** Whether what {@code other} answers proves it; it is on the disk then. */
  private boolean ask(Member other, Members own) throws IOException, InterruptedException {
    Optional<Bytes> answer =
        http.get(other.addresses().url() + "/members/succession", SIZE_MAX)
            .filter(it -> it.status() == 200)
            .map(NodeHttp.Answer::body)
            .filter(it -> isProof(it, own, self()));
    if (answer.isPresent()) {
      SafeFiles.writePublic(setting.folder().removal(), answer.get());
      LOG.atWarn()
          .addKeyValue("toldBy", other.name())
          .addKeyValue("votes", setting.folder().removal())
          .log("the others removed this member while it was away");
    }
    return answer.isPresent();
  }

  /**
   * Whether these votes lead from {@code own}, whom this log names, to members without {@code
   * self}. Who was let in again since came with other keys, in another folder.
   */
  static boolean isProof(Bytes succession, Members own, DevUrn self) {
    Optional<Succession.Line> line =
        Succession.parse(succession).toOptional().map(Succession::line);
    List<Members> sets =
        line.filter(it -> it.fault().isEmpty()).map(Succession.Line::sets).orElse(List.of());
    int known = sets.indexOf(own);
    return known >= 0
        && sets.subList(known, sets.size()).stream().anyMatch(it -> it.member(self).isEmpty());
  }

  /** Whether a proof was kept that holds against what the log names. Before the log goes on. */
  static boolean wasSaid(Node.Setting setting, Execution execution) {
    WorkingFolder folder = setting.folder();
    Optional<Members> own = execution.status().members().map(MemberSets::settled);
    if (own.isEmpty() || !folder.removal().toFile().exists()) {
      return false;
    }
    try {
      Bytes kept = SmallFile.read(folder.removal(), SIZE_MAX, ADVICE);
      return isProof(kept, own.get(), setting.config().name());
    } catch (FolderException e) {
      LOG.atWarn().addKeyValue("because", e.getMessage()).log("asking again who the members are");
      return false;
    }
  }
}
