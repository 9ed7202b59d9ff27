package org.baymark.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.SmallFile;
import org.baymark.node.folder.TokenFile;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Printable;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.log.LogReceipt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Hands a gateway's card to the running node. */
@Command(
    name = "admit",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    header = "Admit a gateway: register the key on its card.",
    description = {
      "",
      "Speaks to the running node, with the admin token in DIR. The card is the file gateway.card"
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
  private static final int CARD_SIZE_MAX = 16_384;
  private static final int ANSWER_MAX = 16_384;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  /** How long it asks a node that is not ready for cards. */
  private static final Duration WAIT = Duration.ofSeconds(60);

  private static final Duration BETWEEN = Duration.ofMillis(500);

  @Mixin private NodeFolder home = new NodeFolder();

  @Parameters(index = "0", paramLabel = "CARD", description = "The gateway's card.")
  private Path card = Path.of("");

  private final NodeHttp http = new NodeHttp();

  @Override
  public Integer call() throws Exception {
    WorkingFolder folder = home.folder();
    NodeConfig config = home.config();
    String token = TokenFile.read(folder);
    Sign1 signed = readCard();
    NodeHttp.Answer answer = whenReady(config.url(), token, signed.encoded());
    if (answer.status() != OK) {
      throw new Failure(
          Failure.FAILED, "The node refuses the card: " + Printable.of(answer.problem()));
    }
    String at =
        LogReceipt.parse(answer.body())
            .match(receipt -> Long.toString(receipt.index()), refused -> "unknown");
    home.out().println("admitted " + signed.issuer() + ": log entry " + at);
    return 0;
  }

  private Sign1 readCard() throws Failure, FolderException {
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
  private NodeHttp.Answer whenReady(String url, String token, Bytes octets)
      throws Failure, InterruptedException {
    long begun = System.nanoTime();
    NodeHttp.Answer answer = post(url, token, octets);
    while (isEarly(answer) && System.nanoTime() - begun < WAIT.toNanos()) {
      Thread.sleep(BETWEEN.toMillis());
      answer = post(url, token, octets);
    }
    return answer;
  }

  private static boolean isEarly(NodeHttp.Answer answer) {
    return answer.status() == UNAVAILABLE || answer.problem().startsWith("not-founded");
  }

  private NodeHttp.Answer post(String url, String token, Bytes octets)
      throws Failure, InterruptedException {
    return http.post(url + "/gateways", token, octets, ANSWER_MAX)
        .orElseThrow(
            () ->
                new Failure(
                    Failure.UNREACHABLE,
                    "The node does not answer at " + url + "; is it running?"));
  }
}
