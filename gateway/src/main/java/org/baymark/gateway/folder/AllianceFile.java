package org.baymark.gateway.folder;

import java.nio.file.Path;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.registration.KnownSecrets;

/** The two files that a member hands to a gateway. */
public final class AllianceFile {
  private AllianceFile() {}

  /** Whose signatures on the log count. */
  public static Policy policy(Path file) {
    return Policy.parse(Bytes.ofUtf8(SmallFile.text(file)))
        .match(
            policy -> ofOwnKeys(policy, file),
            refused -> {
              throw CommandFailure.unusable(file + " is not a trust file: " + refused.detail());
            });
  }

  /** What anybody can sign, a gateway does not rely on. */
  private static Policy ofOwnKeys(Policy policy, Path file) {
    KnownSecrets.in(policy)
        .ifPresent(
            known -> {
              throw CommandFailure.unusable(file + " is of no use: " + known);
            });
    return policy;
  }

  /** What subjects are blinded with. */
  public static AllianceKeys keys(Path file) {
    return AllianceKeys.parseText(SmallFile.text(file))
        .match(
            keys -> keys,
            refused -> {
              throw CommandFailure.unusable(
                  file
                      + " is not an alliance key: 64 lower-case hexadecimal digits, or a member's"
                      + " file of several: "
                      + refused.detail());
            });
  }
}
