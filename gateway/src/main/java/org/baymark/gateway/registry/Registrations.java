package org.baymark.gateway.registry;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.PublishedKeys;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;

/** The limits of what the alliance can be asked for, checked before anything is stored. */
public final class Registrations {
  private Registrations() {}

  static Registration checked(
      DevUrn name, VerifyingKey key, String owner, Set<Kind> kinds, long validFrom) {
    checkWish(owner, kinds);
    if (PublishedKeys.contain(key)) {
      throw new IllegalArgumentException(PublishedKeys.REASON);
    }
    return new Registration(name, key, owner, kinds, validFrom);
  }

  static void checkWish(String owner, Set<Kind> kinds) {
    int size = owner.getBytes(StandardCharsets.UTF_8).length;
    if (size == 0 || size > Registration.OWNER_SIZE_MAX) {
      throw new IllegalArgumentException(
          "the owner has " + size + " bytes; 1 to " + Registration.OWNER_SIZE_MAX + " are allowed");
    }
    if (!isPrintable(owner)) {
      throw new IllegalArgumentException("the owner holds a control character");
    }
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("a device without a kind of statement may say nothing");
    }
    if (kinds.contains(Kind.BATCH)) {
      throw new IllegalArgumentException("batches are sealed by gateways, not by devices");
    }
  }

  /** Whether a text may stand in the log for good and on the screens of whoever reads it. */
  public static boolean isPrintable(String text) {
    return text.codePoints().noneMatch(Character::isISOControl);
  }

  static void checkReason(String reason) {
    int size = reason.getBytes(StandardCharsets.UTF_8).length;
    if (size > Revocation.REASON_SIZE_MAX) {
      throw new IllegalArgumentException(
          "the reason has " + size + " bytes; " + Revocation.REASON_SIZE_MAX + " are allowed");
    }
    if (!isPrintable(reason)) {
      throw new IllegalArgumentException("the reason holds a control character");
    }
  }
}
