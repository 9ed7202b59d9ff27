package org.baymark.node.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.MlDsaSecret;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.log.Cosigner;
import org.baymark.protocol.log.MlDsaSigner;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSigner;

/**
 * With what a member co-signs beside Ed25519, where it wishes to.
 *
 * @param sm2 for who has to check with the algorithms of the mainland
 * @param mlDsa for who has to check in decades, when there may be quantum computers
 */
public record SecondKeys(Optional<SigningKey> sm2, Optional<MlDsaSecret> mlDsa) {
  public static final SecondKeys NONE = new SecondKeys(Optional.empty(), Optional.empty());

  private static final int FILE_SIZE_MAX = 1024;

  /** New ones, of the kinds that are wanted. */
  public static SecondKeys generate(boolean sm2, boolean mlDsa, SecureRandom random) {
    return new SecondKeys(
        sm2 ? Optional.of(SigningKey.generate(Suite.SM2, random)) : Optional.empty(),
        mlDsa ? Optional.of(MlDsaSecret.generate(random)) : Optional.empty());
  }

  /** Writes the key files (0600): one line of hexadecimal, a private COSE_Key or a seed. */
  void write(WorkingFolder folder) throws IOException {
    if (sm2.isPresent()) {
      NodeKeys.writeKey(folder.sm2Key(), sm2.get());
    }
    if (mlDsa.isPresent()) {
      SafeFiles.writeSecret(folder.mlDsaKey(), mlDsa.get().seed().hex() + "\n");
    }
  }

  /** Those whose files are there. */
  public static SecondKeys read(WorkingFolder folder) throws FolderException {
    return new SecondKeys(
        Files.exists(folder.sm2Key())
            ? Optional.of(NodeKeys.readKey(folder.sm2Key()))
            : Optional.empty(),
        Files.exists(folder.mlDsaKey())
            ? Optional.of(readSeed(folder.mlDsaKey()))
            : Optional.empty());
  }

  private static MlDsaSecret readSeed(Path file) throws FolderException {
    try {
      String text = NodeKeys.readText(file, FILE_SIZE_MAX).strip();
      return MlDsaSecret.ofSeed(Bytes.ofHex(text)).orRefuse();
    } catch (IllegalArgumentException | RefusalException e) {
      // What they say may repeat the secret.
      throw new FolderException("The key file " + file + " is not one line of 64 hex digits.");
    }
  }

  /** Those that co-sign under the name of {@code member}, as its Ed25519 key does. */
  public List<Cosigner> cosigners(DevUrn member) {
    List<Cosigner> all = new ArrayList<>();
    sm2(member).ifPresent(all::add);
    mlDsa(member).ifPresent(all::add);
    return all;
  }

  Optional<Cosigner> sm2(DevUrn member) {
    return sm2.map(key -> NoteSigner.of(member.text(), NoteKey.SM2, key));
  }

  Optional<Cosigner> mlDsa(DevUrn member) {
    return mlDsa.map(secret -> MlDsaSigner.of(member.text(), secret));
  }
}
