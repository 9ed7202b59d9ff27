package org.baymark.node.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.node.config.Durations;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.exit.Failure;
import org.baymark.node.fetch.NodeHttp;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks this member's node to end the epoch. */
@Command(
    name = "recover",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    header = "When nothing is certified any more: ask for a new epoch.",
    description = {
      "",
      "Speaks to the running node of one member at its door for the operator, with the admin"
          + " token in DIR. The node signs that the present epoch has ended: it reports and"
          + " co-signs no head of it any more. As soon"
          + " as a quorum of members did so, a new epoch begins at the highest head that can be"
          + " certified already, and what came after it is put into the log again. Nothing that is"
          + " certified is lost. To run it again does no harm: an epoch that has just begun,"
          + " or began after another and certifies heads, is left alone, so that who comes late"
          + " stops nothing."
          + " First see who is missing or disagrees: 'baymark alliance status'.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the stop is signed, or a new epoch has begun already; what is printed says which",
      "1:the node refuses; the sentence says why",
      "2:a file of the working folder is unusable",
      "64:the command line is wrong",
      "69:the node does not answer",
      "70:a fault of this program",
      "75:nothing was stopped, for the epoch has just begun, or the node did: ask again when the"
          + " sentence says"
    })
final class RecoverCommand implements Callable<Integer> {
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final long WORKING_MILLIS = 120_000;
  private static final String TOO_SOON = "too-soon"; // PROTOCOL.md, section 16

  @Mixin private NodeFolder home = new NodeFolder();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "20s",
      description = "How long to wait for the new epoch (default ${DEFAULT-VALUE}).")
  private String patience = "";

  @Option(
      names = "--epoch",
      paramLabel = "N",
      description =
          "The epoch to end, although it has just begun, or began after another and certifies"
              + " heads: when whoever leads it leaves out what it is given.")
  private Optional<Long> named = Optional.empty();

  private final NodeHttp http = new NodeHttp();

  @Override
  public Integer call() throws Exception {
    NodeConfig config = home.config();
    AdminCaller node = new AdminCaller(home.folder(), config);
    Duration wait = patience();
    PrintWriter out = home.out();
    String url = config.url();
    MemberStatus before = status(url, http.get(url + "/status", MemberStatus.SIZE_MAX));
    if (worksAgain(before) && !named.equals(Optional.of(before.epoch()))) {
      out.println(
          "epoch "
              + before.epoch()
              + ": begun, and certified its last head "
              + before.ageMillis() / 1_000
              + " s ago; nothing was stopped (to end it all the same: --epoch "
              + before.epoch()
              + ")");
      return 0;
    }
    String stop = "/stop" + named.map(epoch -> "?epoch=" + epoch).orElse("");
    NodeHttp.Answer answer = node.post(stop, Bytes.EMPTY, MemberStatus.SIZE_MAX);
    Optional<String> tooSoon = answer.detail(TOO_SOON);
    if (tooSoon.isPresent()) {
      out.println(Printable.of(tooSoon.get()));
      return Failure.TOO_SOON;
    }
    MemberStatus after = status(url, Optional.of(answer));
    if (after.silence().isPresent()) {
      throw new Failure(
          Failure.FAILED, "This member may not sign: " + Printable.of(after.silence().get()) + ".");
    }
    if (named.isPresent() && named.get() != before.epoch() && named.get() != after.ownStop()) {
      throw new Failure(
          Failure.FAILED,
          "Nothing was stopped: this member is in epoch "
              + after.epoch()
              + ", and --epoch names "
              + (named.get() + "."));
    }
    long stopped = Math.max(before.epoch(), after.ownStop());
    boolean isNew = after.epoch() > stopped || after.ownStop() > before.ownStop();
    out.println("epoch " + stopped + (isNew ? ": stop signed" : ": was stopped before"));
    long until = System.nanoTime() + wait.toNanos();
    while (after.epoch() <= stopped && System.nanoTime() - until < 0) {
      Thread.sleep(BETWEEN.toMillis());
      after = status(url, http.get(url + "/status", MemberStatus.SIZE_MAX));
    }
    out.println(Printable.of(outcome(after, stopped)));
    return 0;
  }

  /** Heads are closed every minute even where there is nothing new. */
  private static boolean worksAgain(MemberStatus status) {
    return status.epoch() > 0
        && status.ownStop() < status.epoch()
        && status.certified().map(head -> head.size() > status.start().size()).orElse(false)
        && status.ageMillis() < WORKING_MILLIS;
  }

  private Duration patience() throws Failure {
    try {
      return Durations.parse("--wait", patience);
    } catch (IllegalArgumentException e) {
      throw new Failure(Failure.USAGE, e.getMessage() + ".");
    }
  }

  private static String outcome(MemberStatus status, long stopped) {
    if (status.epoch() > stopped) {
      return "epoch "
          + status.epoch()
          + ": begun, from the head of "
          + (status.start().size() + " entries");
    }
    List<String> stops = status.stopped(stopped);
    String have = stops.size() + " of " + status.quorum() + " stops: " + String.join(", ", stops);
    return stops.size() < status.quorum()
        ? have + "; ask the operators of the others to do the same"
        : have
            + "; now "
            + status.opener().orElse("a member")
            + " has to open epoch "
            + (stopped + 1)
            + "; if it does not, run this again";
  }

  private static MemberStatus status(String url, Optional<NodeHttp.Answer> answer) throws Failure {
    if (answer.isEmpty()) {
      throw new Failure(
          Failure.UNREACHABLE, "The node does not answer at " + url + "; is it running?");
    }
    if (answer.get().status() != 200) {
      throw new Failure(
          Failure.FAILED, "The node refuses: " + Printable.of(answer.get().problem()) + ".");
    }
    return MemberStatus.parse(answer.get().body())
        .orElseThrow(
            () -> new Failure(Failure.FAILED, "What answers at " + url + " is no node of ours."));
  }
}
