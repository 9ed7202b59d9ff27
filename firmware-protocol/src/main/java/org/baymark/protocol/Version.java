package org.baymark.protocol;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What every command answers to --version: the version that the build wrote into the jar. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Optional<String> built =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
    return new String[] {"baymark " + built.orElse("of an unpacked build")};
  }
}
