package org.baymark.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Printable;
import org.baymark.protocol.registration.Member;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks every member how far it is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    header = "Say which member is missing or disagrees.",
    description = {
      "",
      "Asks the nodes of all members, as the genesis in DIR names them or as they are given, and"
          + " prints a line for each: its epoch; the last head that it knows to be certified, that"
          + " it closed, and that it reported, by size and the first digits of the root. What they"
          + " say is their own word; 'baymark verify' checks what is certified.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all answer and agree",
      "1:a member is missing, is behind, disagrees or signed twice",
      "2:a file of the working folder is unusable",
      "64:the command line is wrong",
      "69:nobody answers",
      "70:a fault of this program"
    })
final class StatusCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The working folder of a member's node.")
  private @Nullable Path dir;

  @Parameters(arity = "0..*", paramLabel = "URL", description = "Addresses of nodes.")
  private List<String> urls = List.of();

  private final NodeHttp http = new NodeHttp();

  @Override
  public Integer call() throws Exception {
    if (spec == null) {
      return Failure.OWN_FAULT;
    }
    if ((dir == null) == urls.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "say whom to ask: either --dir or the addresses of nodes");
    }
    List<RollCall.Asked> asked = new ArrayList<>();
    if (dir != null) {
      members(new WorkingFolder(dir), asked);
    }
    for (String url : urls) {
      Optional<MemberStatus> status = ask(url);
      asked.add(new RollCall.Asked(status.map(it -> it.member().text()).orElse(url), url, status));
    }
    boolean isWell = true;
    for (RollCall.Line line : new RollCall(asked).lines()) {
      spec.commandLine().getOut().println(Printable.of(line.text()));
      isWell &= line.isWell();
    }
    if (asked.stream().allMatch(member -> member.status().isEmpty())) {
      throw new Failure(Failure.UNREACHABLE, "No node answers.");
    }
    return isWell ? 0 : Failure.FAILED;
  }

  private void members(WorkingFolder folder, List<RollCall.Asked> asked)
      throws FolderException, InterruptedException {
    NodeConfig config = ConfigFile.read(folder.config());
    Optional<GenesisFile> genesis = GenesisFile.read(folder);
    if (genesis.isEmpty()) {
      asked.add(new RollCall.Asked(config.name().text(), config.url(), ask(config.url())));
      return;
    }
    for (Member member : genesis.get().members().members()) {
      boolean isOwn = member.name().equals(config.name());
      String url = isOwn ? config.url() : member.addresses().url();
      Optional<MemberStatus> status =
          ask(url)
              .filter(it -> it.member().equals(member.name()))
              .filter(it -> it.origin().equals(config.origin()));
      asked.add(new RollCall.Asked(member.name().text(), url, status));
    }
  }

  private Optional<MemberStatus> ask(String url) throws InterruptedException {
    String whole = (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/status";
    return http.get(whole, MemberStatus.SIZE_MAX)
        .filter(answer -> answer.status() == 200)
        .flatMap(answer -> MemberStatus.parse(answer.body()));
  }
}
