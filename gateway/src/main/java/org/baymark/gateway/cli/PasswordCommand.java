package org.baymark.gateway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.baymark.gateway.access.PasswordHash;
import org.baymark.gateway.access.Users;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.folder.SmallFile;
import org.baymark.gateway.web.Role;
import org.baymark.protocol.bytes.Bytes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway password}. */
@Command(
    name = "password",
    description =
        "Sets the password of the gateway's page, for the operator or for viewers, who may look and"
            + " change nothing. A running gateway follows within seconds, and logs out whoever came"
            + " with the old one.",
    footer = {
      "",
      "The password is asked for at a terminal, else read from the first line of standard input or"
          + " of a file; 8 to 1024 bytes. Only its Argon2id hash is kept."
    },
    sortOptions = false)
final class PasswordCommand implements Callable<Integer> {
  /** Nothing that is read or typed for another: 31 letters and digits. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final int GROUPS = 4;
  private static final int GROUP_SIZE = 5; // 4 groups of 5 are 99 bits

  @Mixin private final OfGateway of = new OfGateway();

  @Option(names = "--viewer", description = "Of viewers, and not of the operator.")
  private boolean isForViewers;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file whose first line is the password.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--generate",
      description = "Makes a password and prints it, this once, to standard output.")
  private boolean isGenerated;

  @Option(names = "--remove", description = "Takes it away: nobody logs in so any more.")
  private boolean isRemoved;

  @Override
  public Integer call() {
    if ((isGenerated ? 1 : 0) + (isRemoved ? 1 : 0) + (passwordFile == null ? 0 : 1) > 1) {
      throw CommandFailure.usage("--generate, --remove and --password-file exclude one another");
    }
    GatewayFolder folder = of.folder();
    folder.readConfig(); // says so where this is no gateway's folder
    Users before = read(folder.pageUsers());
    String name = (isForViewers ? Role.VIEWER : Role.OPERATOR).word();
    if (isRemoved && !before.hashes().containsKey(name)) {
      throw CommandFailure.failed(name + " has no password, and nothing was changed");
    }
    if (isRemoved) {
      write(folder.pageUsers(), before.without(name));
      System.out.println("the page takes no password of " + name + " any more");
      return ExitCode.OK;
    }
    SecureRandom random = new SecureRandom();
    String password =
        isGenerated ? generated(random) : PasswordInput.read(passwordFile, name, System.in);
    byte[] salt = new byte[PasswordHash.SALT_SIZE];
    random.nextBytes(salt);
    PasswordHash hash = PasswordHash.of(password, Bytes.owning(salt));
    // Others may have changed it while the password was typed.
    write(folder.pageUsers(), read(folder.pageUsers()).with(name, hash));
    System.out.println(
        isGenerated ? password : "the page takes this password of " + name + " from now on");
    return ExitCode.OK;
  }

  private static String generated(SecureRandom random) {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP_SIZE; i++) {
      if (i > 0 && i % GROUP_SIZE == 0) {
        password.append('-');
      }
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }

  private static Users read(Path file) {
    if (!Files.exists(file)) {
      return Users.NONE;
    }
    try {
      return Users.parse(SmallFile.text(file));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.unusable(
          file + " is no file of users: " + e.getMessage() + "; nothing was changed");
    }
  }

  private static void write(Path file, Users users) {
    SmallFile.writePrivately(file, Bytes.ofUtf8(users.text()));
  }
}
