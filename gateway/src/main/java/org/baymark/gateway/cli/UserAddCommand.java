package org.baymark.gateway.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.baymark.gateway.access.PasswordHash;
import org.baymark.gateway.access.Users;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.protocol.bytes.Bytes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway user add}. */
@Command(
    name = "add",
    description =
        "Lets a user connect over MQTT with a password, or gives the user another one. A running"
            + " gateway follows within seconds, and ends connections of the old password.",
    footer = {
      "",
      "The password is asked for at a terminal, else read from the first line of standard input or"
          + " of a file; 8 to 1024 bytes. Only its Argon2id hash is kept."
    },
    sortOptions = false)
final class UserAddCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file whose first line is the password.")
  private @Nullable Path passwordFile;

  @Parameters(
      paramLabel = "NAME",
      description =
          "The user: letters, digits and ._:@%%*+/=- , at most 128; a device's URN is one.")
  private String name = "";

  @Override
  public Integer call() {
    if (!Users.isName(name)) {
      throw CommandFailure.usage(
          "'" + name + "' is no user's name: letters, digits and ._:@%*+/=- , at most 128");
    }
    UserFile file = new UserFile(of.folder());
    file.read(); // where it is unusable, nobody types a password for nothing
    String password = PasswordInput.read(passwordFile, name, System.in);
    byte[] salt = new byte[PasswordHash.SALT_SIZE];
    new SecureRandom().nextBytes(salt);
    PasswordHash hash = PasswordHash.of(password, Bytes.owning(salt));
    Users before = file.read(); // others may have changed it while the password was typed
    file.write(before.with(name, hash));
    System.out.println(name + (before.hashes().containsKey(name) ? " changed" : " added"));
    if (!file.hint().isEmpty()) {
      System.err.println(file.hint());
    }
    return ExitCode.OK;
  }
}
