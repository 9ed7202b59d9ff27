package org.baymark.node.folder;

import java.nio.file.Path;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.KnownSecrets;
import org.baymark.protocol.registration.Member;

/** The public file of a member: its signed card, one line of hexadecimal. */
public final class MemberCard {
  private static final int SIZE_MAX = 65_536;

  private MemberCard() {}

  public static String text(Sign1 card) {
    return card.encoded().hex() + "\n";
  }

  /** The member on the card in {@code file}; its signature is right, and its keys are its own. */
  public static Member read(Path file) throws FolderException {
    try {
      Member member = Member.parseCard(signed(file)).orRefuse();
      Optional<String> known = KnownSecrets.in(member);
      if (known.isPresent()) {
        throw new FolderException("The card " + file + " is of no use. " + known.get() + ".");
      }
      return member;
    } catch (RefusalException e) {
      throw new FolderException("The file " + file + " is no member's card: " + e.detail() + ".");
    }
  }

  /** The card in {@code file} as it was signed; the signature is not checked here. */
  public static Sign1 signed(Path file) throws FolderException {
    String text = NodeKeys.readText(file, SIZE_MAX);
    try {
      return Sign1.parse(Bytes.ofHex(text.strip()), SIZE_MAX).orRefuse();
    } catch (IllegalArgumentException e) {
      throw new FolderException("The card " + file + " is not one line of hexadecimal.");
    } catch (RefusalException e) {
      throw new FolderException("The file " + file + " is no member's card: " + e.detail() + ".");
    }
  }
}
