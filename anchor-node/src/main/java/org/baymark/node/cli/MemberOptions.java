package org.baymark.node.cli;

import java.net.URI;
import java.util.Optional;
import org.baymark.node.config.Listen;
import org.baymark.protocol.registration.Member;
import picocli.CommandLine.Option;

/** Who a member is, and where others reach its node: what its card says, beside the keys. */
final class MemberOptions {
  @Option(
      names = "--company",
      paramLabel = "NAME",
      description = "The member company, for people. Default: ${DEFAULT-VALUE}")
  private String company = "Member";

  @Option(
      names = "--jurisdiction",
      paramLabel = "CODE",
      description = "Where it is at home, ISO 3166: HK, MO, CN-GD. Default: ${DEFAULT-VALUE}")
  private String jurisdiction = "HK";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where others reach what this node serves. Default: http:// and --listen")
  private String url = "";

  @Option(
      names = "--peer",
      paramLabel = "HOST:PORT",
      description =
          "Where other members reach it for votes and for the log. Default: the host of --url, the"
              + " port of --listen + 1")
  private String peer = "";

  @Option(
      names = "--order",
      paramLabel = "HOST:PORT",
      description =
          "Where other members reach it for the order. Default: the host of --url, the port of"
              + " --listen + 2")
  private String order = "";

  Member.Company company() {
    return new Member.Company(company, jurisdiction);
  }

  /**
   * Where others reach a node that listens at {@code at}.
   *
   * @throws IllegalArgumentException with a sentence that names the option
   */
  Member.Addresses addresses(Listen at) {
    if (url.isEmpty() && at.isEverywhere()) {
      throw new IllegalArgumentException(
          "listen " + at + " is no address that others can reach; say with --url which one is");
    }
    String host = url.isEmpty() ? at.host() : host().orElse(at.host());
    return new Member.Addresses(
        url.isEmpty() ? "http://" + at : url,
        peer.isEmpty() ? host + ":" + (at.port() + 1) : peer,
        order.isEmpty() ? host + ":" + (at.port() + 2) : order);
  }

  private Optional<String> host() {
    try {
      return Optional.ofNullable(URI.create(url).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the rules for members say it better
    }
  }
}
