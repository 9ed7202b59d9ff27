package org.baymark.node.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.baymark.node.keys.Token;
import org.baymark.node.keys.TokenException;
import org.baymark.node.keys.TokenKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.PublishedKeys;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.registration.Member;

/**
 * The keys of a member, each for one purpose: whoever steals one cannot do what the others are for.
 *
 * @param log signs the checkpoints that this node serves
 * @param cosigner certifies heads
 * @param registrar signs registrations and revocations
 * @param reporter signs reports, stops and openings
 * @param governor signs proposals and votes
 * @param receipts signs receipts for tools that know no C2SP
 * @param tls the key by which other members know it on the wire
 * @param second co-signs too, in other algorithms
 */
public record NodeKeys(
    SigningKey log,
    SigningKey cosigner,
    Signer registrar,
    Signer reporter,
    Signer governor,
    Signer receipts,
    TlsIdentity tls,
    SecondKeys second) {
  private static final int FILE_SIZE_MAX = 1024;

  /**
   * New ones. All are Ed25519, which C2SP notes demand and which signs fastest; but for the two
   * that others' tools have to know, which are P-256.
   */
  public static NodeKeys generate(DevUrn member, SecureRandom random, Instant now) {
    return new NodeKeys(
        SigningKey.generate(Suite.EDDSA, random),
        SigningKey.generate(Suite.EDDSA, random),
        SigningKey.generate(Suite.EDDSA, random),
        SigningKey.generate(Suite.EDDSA, random),
        SigningKey.generate(Suite.EDDSA, random),
        SigningKey.generate(Suite.ES256, random),
        TlsIdentity.generate(member, random, now),
        SecondKeys.NONE);
  }

  /** The same, but four of them made in {@code token}: all that C2SP and TLS have no say in. */
  public NodeKeys movedTo(Token token, DevUrn member, SecureRandom random, Instant now)
      throws FolderException {
    try {
      return new NodeKeys(
          log,
          cosigner,
          token.make("registrar", member, random, now),
          token.make("reporter", member, random, now),
          token.make("governor", member, random, now),
          token.make("receipts", member, random, now),
          tls,
          second);
    } catch (TokenException e) {
      throw new FolderException(e.sentence());
    }
  }

  /** The same, co-signing with {@code other} too. */
  public NodeKeys with(SecondKeys other) {
    return new NodeKeys(log, cosigner, registrar, reporter, governor, receipts, tls, other);
  }

  /**
   * Writes the key files (0600): one line each, a private COSE_Key in hexadecimal or the URI of a
   * key in a token; TLS in PEM.
   */
  public void write(WorkingFolder folder) throws IOException {
    SafeFiles.makeFolder(folder.keys());
    writeKey(folder.logKey(), log);
    writeKey(folder.cosignKey(), cosigner);
    writeSigner(folder.registrarKey(), registrar);
    writeSigner(folder.reporterKey(), reporter);
    writeSigner(folder.governorKey(), governor);
    writeSigner(folder.receiptsKey(), receipts);
    tls.write(folder.tlsKey(), folder.tlsCertificate());
    second.write(folder);
    SafeFiles.writePublic(
        folder.unusedKeys(),
        "These keys have signed nothing yet. The node removes this file when they do.\n");
  }

  static void writeKey(Path file, SigningKey key) throws IOException {
    SafeFiles.writeSecret(file, key.encodedSecret().hex() + "\n");
  }

  private static void writeSigner(Path file, Signer key) throws IOException {
    if (key instanceof TokenKey elsewhere) {
      SafeFiles.writeSecret(file, elsewhere.uri() + "\n");
    } else if (key instanceof SigningKey here) {
      writeKey(file, here);
    } else {
      throw new IllegalArgumentException("no file can hold " + key);
    }
  }

  public static NodeKeys read(WorkingFolder folder) throws FolderException {
    TokenFiles tokens = new TokenFiles(folder);
    return new NodeKeys(
        readKey(folder.logKey()),
        readKey(folder.cosignKey()),
        tokens.readSigner(folder.registrarKey()),
        tokens.readSigner(folder.reporterKey()),
        tokens.readSigner(folder.governorKey()),
        tokens.readSigner(folder.receiptsKey()),
        TlsIdentity.read(folder.tlsKey(), folder.tlsCertificate()),
        SecondKeys.read(folder));
  }

  static SigningKey readKey(Path file) throws FolderException {
    return parseKey(file, readLine(file));
  }

  static String readLine(Path file) throws FolderException {
    return readText(file, FILE_SIZE_MAX).strip();
  }

  static SigningKey parseKey(Path file, String text) throws FolderException {
    try {
      SigningKey key = SigningKey.parse(Bytes.ofHex(text)).orRefuse();
      if (PublishedKeys.contain(key.verifyingKey())) {
        throw new FolderException(
            "The key file " + file + " is of no use: " + PublishedKeys.REASON + ".");
      }
      return key;
    } catch (IllegalArgumentException e) {
      throw new FolderException("The key file " + file + " is not one line of hexadecimal.");
    } catch (RefusalException e) {
      // What it says never repeats the secret.
      throw new FolderException("The key file " + file + " holds no private key: " + e.detail());
    }
  }

  /** The text of a small file of ours. */
  public static String readText(Path file, int sizeMax) throws FolderException {
    return SmallFile.read(file, sizeMax, "'baymark node init' makes a folder with all files")
        .utf8();
  }

  /** Signs for the log of this origin. */
  public NoteSigner logSigner(String origin) {
    return NoteSigner.of(origin, NoteKey.LOG, log);
  }

  /** Co-signs under the member's name. */
  public NoteSigner cosignSigner(DevUrn member) {
    return NoteSigner.of(member.text(), NoteKey.COSIGNER, cosigner);
  }

  /** The member that these keys are, as a card and a genesis name it. */
  public Member member(
      DevUrn name, String origin, Member.Company company, Member.Addresses addresses) {
    return new Member(
        name,
        company,
        addresses,
        new Member.Keys(
            logSigner(origin).key().vkey(),
            cosignSigner(name).key().vkey(),
            registrar.verifyingKey(),
            reporter.verifyingKey(),
            governor.verifyingKey(),
            receipts.verifyingKey(),
            tls.digest(),
            second.sm2(name).map(it -> it.key().vkey()),
            second.mlDsa(name).map(it -> it.key().vkey())));
  }
}
