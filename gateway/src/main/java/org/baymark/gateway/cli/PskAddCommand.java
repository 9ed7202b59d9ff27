package org.baymark.gateway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.baymark.gateway.access.PreSharedKeys;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.SmallFile;
import org.baymark.protocol.bytes.Bytes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway psk add}. */
@Command(
    name = "add",
    description =
        "Lets an identity connect over CoAP with DTLS and a pre-shared key, or gives it another"
            + " one. A running gateway follows within seconds, and ends sessions of the old key.",
    footer = {
      "",
      "Without --key-file a key of 32 random bytes is made. It is printed once, in hexadecimal"
          + " digits, or written to the file of --key-out, which only its owner may read."
    },
    sortOptions = false)
final class PskAddCommand implements Callable<Integer> {
  private static final int NEW_KEY_SIZE = 32;

  @Mixin private final OfGateway of = new OfGateway();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "A file whose first line is the key: 32 to 128 hexadecimal digits, for 16 to 64 bytes.")
  private @Nullable Path keyFile;

  @Option(
      names = "--key-out",
      paramLabel = "FILE",
      description = "Where to write the key that is made, instead of printing it.")
  private @Nullable Path keyOut;

  @Parameters(
      paramLabel = "IDENTITY",
      description =
          "Letters, digits and ._:@%%*+/=- , at most 128; a device's URN is one, and names the"
              + " device: when its key is revoked, this one is of no more use.")
  private String identity = "";

  @Override
  public Integer call() {
    if (!PreSharedKeys.isIdentity(identity)) {
      throw CommandFailure.usage(
          "'" + identity + "' is no identity: letters, digits and ._:@%*+/=- , at most 128");
    }
    if (keyFile != null && keyOut != null) {
      throw CommandFailure.usage("--key-out is for a key that is made, and --key-file gives one");
    }
    if (keyOut != null && Files.exists(keyOut)) {
      throw CommandFailure.failed(keyOut + " is there already, and nothing was changed");
    }
    PskFile file = new PskFile(of.folder());
    PreSharedKeys before = file.read();
    Bytes key = keyFile == null ? made() : given(keyFile);
    if (keyOut != null) {
      SmallFile.writePrivately(keyOut, Bytes.ofUtf8(key.hex() + "\n"));
    }
    file.write(before.with(identity, key));
    System.out.println(identity + (before.keys().containsKey(identity) ? " changed" : " added"));
    if (keyFile == null && keyOut == null) {
      System.out.println(key.hex());
    }
    if (!file.hint().isEmpty()) {
      System.err.println(file.hint());
    }
    return ExitCode.OK;
  }

  private static Bytes made() {
    byte[] key = new byte[NEW_KEY_SIZE];
    new SecureRandom().nextBytes(key);
    return Bytes.owning(key);
  }

  private static Bytes given(Path file) {
    String line = SmallFile.text(file).lines().findFirst().orElse("");
    return PreSharedKeys.key(line)
        .orElseThrow(
            () ->
                CommandFailure.unusable(
                    "the first line of "
                        + file
                        + " is no key of 32 to 128 hexadecimal digits, and nothing was changed"));
  }
}
