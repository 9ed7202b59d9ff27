package org.baymark.node.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.baymark.node.exit.Failure;
import org.baymark.node.fetch.NodeHttp;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.SmallFile;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Printable;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.log.LogReceipt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Hands cards of gateways to the running node. */
@Command(
    name = "admit",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    header = "Admit gateways: register the keys on their cards.",
    description = {
      "",
      "Speaks to the running node at its door for the operator, with the admin token in"
          + " DIR. The card is the file gateway.card"
          + " that 'baymark gateway init' made. Waits up to a minute for a node that is too busy or"
          + " whose log is not founded yet. The same card again does no harm.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:admitted",
      "1:the node refuses; the sentence says why",
      "2:the card or a file of the working folder is unusable",
      "64:the command line is wrong",
      "69:the node does not answer",
      "70:a fault of this program"
    })
final class AdmitCommand implements Callable<Integer> {
  private static final String PATH = "/gateways";
  private static final int CARD_SIZE_MAX = 16_384;
  private static final int ANSWER_MAX = 16_384;
  private static final int OK = 200;

  /** How long it asks a node that is not ready for cards. */
  private static final Duration WAIT = Duration.ofSeconds(60);

  private static final Duration BETWEEN = Duration.ofMillis(500);

  @Mixin private NodeFolder home = new NodeFolder();

  @Parameters(arity = "1..*", paramLabel = "CARD", description = "The gateway's card.")
  private List<Path> cards = List.of();

  @Override
  public Integer call() throws Exception {
    AdminCaller node = new AdminCaller(home.folder(), home.config());
    List<Sign1> read = new ArrayList<>();
    for (Path card : cards) {
      read.add(readCard(card));
    }
    for (Sign1 card : read) {
      admit(node, card);
    }
    return 0;
  }

  private void admit(AdminCaller node, Sign1 signed)
      throws Failure, FolderException, InterruptedException {
    NodeHttp.Answer answer = whenReady(node, signed.encoded());
    if (answer.status() != OK) {
      throw new Failure(
          Failure.FAILED,
          "The node refuses the card of "
              + signed.issuer()
              + ": "
              + Printable.of(answer.problem()));
    }
    String at =
        LogReceipt.parse(answer.body())
            .match(receipt -> Long.toString(receipt.index()), refused -> "unknown");
    home.out().println("admitted " + signed.issuer() + ": log entry " + at);
  }

  private static Sign1 readCard(Path card) throws Failure, FolderException {
    Bytes octets =
        SmallFile.read(card, CARD_SIZE_MAX, "'baymark gateway init' makes a gateway's card");
    Parsed<Sign1> parsed = Sign1.parse(octets, CARD_SIZE_MAX);
    if (parsed instanceof Parsed.Refused<Sign1> refused) {
      throw new Failure(
          Failure.UNUSABLE_FILE, card + " is not a gateway's card: " + refused.text());
    }
    return ((Parsed.Ok<Sign1>) parsed).value();
  }

  /**
   * Several members found their log when enough of them run, and choose anew who leads at times.
   */
  private static NodeHttp.Answer whenReady(AdminCaller node, Bytes octets)
      throws Failure, FolderException, InterruptedException {
    long begun = System.nanoTime();
    NodeHttp.Answer answer = node.post(PATH, octets, ANSWER_MAX);
    while (isEarly(answer) && System.nanoTime() - begun < WAIT.toNanos()) {
      Thread.sleep(BETWEEN.toMillis());
      answer = node.post(PATH, octets, ANSWER_MAX);
    }
    return answer;
  }

  private static boolean isEarly(NodeHttp.Answer answer) {
    return answer.isUnavailable() || answer.problem().startsWith("not-founded");
  }
}
