package org.baymark.node.folder;

import java.nio.file.Path;
import java.util.List;

/** Where each file of a node lies. */
public record WorkingFolder(Path path) {
  public Path config() {
    return path.resolve("node.yaml");
  }

  public Path keys() {
    return path.resolve("keys");
  }

  /** Signs the checkpoints that this node serves. */
  public Path logKey() {
    return keys().resolve("log.key");
  }

  /** Certifies heads. */
  public Path cosignKey() {
    return keys().resolve("cosign.key");
  }

  /** Co-signs in SM2 too, where the member wishes; may be missing. */
  public Path sm2Key() {
    return keys().resolve("cosign-sm2.key");
  }

  /** Co-signs in ML-DSA-44 too, where the member wishes; may be missing. */
  public Path mlDsaKey() {
    return keys().resolve("cosign-ml-dsa-44.key");
  }

  /** Signs registrations and revocations. */
  public Path registrarKey() {
    return keys().resolve("registrar.key");
  }

  /** Signs reports, stops and openings. */
  public Path reporterKey() {
    return keys().resolve("reporter.key");
  }

  /** Signs proposals and votes. */
  public Path governorKey() {
    return keys().resolve("governor.key");
  }

  /** Signs receipts for tools that know no C2SP. */
  public Path receiptsKey() {
    return keys().resolve("receipts.key");
  }

  /** Where the token is in which some of the keys lie (SunPKCS11); may be missing. */
  public Path tokenConfig() {
    return path.resolve("token.cfg");
  }

  /** Opens that token. */
  public Path tokenPin() {
    return path.resolve("token.pin");
  }

  /** There while the keys have signed nothing: the node removes it before they do. */
  public Path unusedKeys() {
    return keys().resolve("unused");
  }

  /** The key of {@link #tlsCertificate}, in PEM. */
  public Path tlsKey() {
    return keys().resolve("tls.key");
  }

  /** The key of {@link #adminCertificate}, in PEM. */
  public Path adminKey() {
    return keys().resolve("admin.key");
  }

  /** What this node shows at the door for its operator, and who knocks there expects. In PEM. */
  public Path adminCertificate() {
    return keys().resolve("admin.crt");
  }

  /** Where that door is, while a node runs that chose its port by itself. */
  public Path adminAddress() {
    return path.resolve("admin.address");
  }

  /** What this node shows other members; they know it by its digest. In PEM. */
  public Path tlsCertificate() {
    return path.resolve("tls.crt");
  }

  /** Who this member is, for the other members. */
  public Path card() {
    return path.resolve("member.card");
  }

  /** The first entry of the log of several members; they hand it to one another. */
  public Path genesis() {
    return path.resolve("genesis");
  }

  /**
   * The votes by which the others removed this member, if it heard of them from outside its log.
   */
  public Path removal() {
    return path.resolve("removal");
  }

  /** Where the order among several members is kept. */
  public Path order() {
    return path.resolve("ratis");
  }

  /** What gateways of the alliance blind shipment numbers with. */
  public Path allianceKey() {
    return path.resolve("alliance.key");
  }

  /** Who shows it at the door for the operator may admit gateways and end an epoch. */
  public Path adminToken() {
    return path.resolve("admin.token");
  }

  /** The trust file, for gateways and verifiers. */
  public Path trustPolicy() {
    return path.resolve("trust.policy");
  }

  /** A second trust file, for the same checkpoints: one member of each jurisdiction. */
  public Path jurisdictionsPolicy() {
    return path.resolve("jurisdictions.policy");
  }

  /** The trust file that asks for ML-DSA-44 too; only where enough members have such keys. */
  public Path longTermPolicy() {
    return path.resolve("long-term.policy");
  }

  /** Which logs this member is a witness of (C2SP tlog-policy); may be missing. */
  public Path watchedLogs() {
    return path.resolve("watched-logs.policy");
  }

  /** Which witnesses are asked to co-sign our own log (C2SP tlog-policy); may be missing. */
  public Path outsideWitnesses() {
    return path.resolve("outside-witnesses.policy");
  }

  /** Co-signs other logs; made when it is needed first. */
  public Path witnessKey() {
    return keys().resolve("witness.key");
  }

  /** What other logs have to be told of {@link #witnessKey}. */
  public Path witnessVkey() {
    return path.resolve("witness.vkey");
  }

  /** What was co-signed last for each other log. */
  public Path witnessed() {
    return path.resolve("witnessed");
  }

  /** Into which chain of others heads are anchored; may be missing. */
  public Path onward() {
    return path.resolve("onward.yaml");
  }

  /** Of the account that pays for it; made when it is needed first. */
  public Path onwardKey() {
    return path.resolve("onward.key");
  }

  /** The address of that account, to be funded. */
  public Path onwardAccount() {
    return path.resolve("onward.account");
  }

  /** What was anchored last, and what is on its way. */
  public Path anchors() {
    return path.resolve("anchors.json");
  }

  public Path database() {
    return path.resolve("node.db");
  }

  public Path logs() {
    return path.resolve("logs");
  }

  /** What may lie in a folder of its keys and has to be theirs; see {@link #written}. */
  public List<Path> writtenOnDemand() {
    return List.of(sm2Key(), mlDsaKey(), longTermPolicy(), tokenConfig(), tokenPin());
  }

  /** What stands in the way of making this folder anew. */
  public List<Path> written() {
    return List.of(
        logKey(),
        cosignKey(),
        registrarKey(),
        reporterKey(),
        governorKey(),
        receiptsKey(),
        unusedKeys(),
        tlsKey(),
        tlsCertificate(),
        adminKey(),
        adminCertificate(),
        card(),
        allianceKey(),
        adminToken(),
        trustPolicy(),
        config());
  }
}
