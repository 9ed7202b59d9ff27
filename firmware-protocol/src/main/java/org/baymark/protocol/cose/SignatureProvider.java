package org.baymark.protocol.cose;

import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The library that verifies signatures: Amazon's Corretto Crypto Provider, which is native code,
 * where a build of it for this machine is on the class path and works, else Bouncy Castle. Both
 * give the same verdict on every input (PROTOCOL.md, section 4.2) and differ in speed alone. SM2 is
 * always Bouncy Castle's.
 */
public final class SignatureProvider {
  /** System property; the value {@code bouncy-castle} leaves native code alone. */
  public static final String PROPERTY = "baymark.signatures";

  private static final String BOUNCY_CASTLE = "bouncy-castle";

  private final String name;
  private final String reason;
  private final Optional<Corretto> corretto;

  private SignatureProvider(String name, String reason, Optional<Corretto> corretto) {
    this.name = name;
    this.reason = reason;
    this.corretto = corretto;
  }

  /** Made when somebody asks, once: to load native code takes some 200 ms. */
  private static final class Best {
    static final SignatureProvider IT = best();
  }

  /** The provider of this process: the first that is available, unless the property says else. */
  public static SignatureProvider chosen() {
    return System.getProperty(PROPERTY, "").equals(BOUNCY_CASTLE) ? plain("asked for") : Best.IT;
  }

  /** All that could be chosen here, the fastest first: to compare them. */
  public static List<SignatureProvider> available() {
    return Best.IT.corretto.isPresent() ? List.of(Best.IT, plain("always here")) : List.of(Best.IT);
  }

  private static SignatureProvider best() {
    try {
      Corretto corretto = Corretto.load(SignatureProvider.class.getClassLoader(), platform());
      return new SignatureProvider(
          "Corretto " + corretto.version(), "its native code works here", Optional.of(corretto));
    } catch (GeneralSecurityException e) {
      return plain(String.valueOf(e.getMessage()));
    }
  }

  private static SignatureProvider plain(String reason) {
    return new SignatureProvider("Bouncy Castle", reason, Optional.empty());
  }

  /** Operating system and processor, as the classifiers of Corretto's builds name them. */
  private static String platform() {
    String processor = System.getProperty("os.arch", "");
    String name =
        switch (processor) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "aarch_64";
          default -> processor;
        };
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT) + "-" + name;
  }

  /**
   * Lets this process use it for digests and TLS too, where it is native code: for a JVM that runs
   * its quick compiler alone, whose own code for these knows no instruction of the processor's for
   * them. The platform asks it first from now on.
   */
  public void leadThePlatform() {
    corretto.ifPresent(it -> Security.insertProviderAt(it.provider(), 1));
  }

  /** For a log line and people. */
  public String name() {
    return name;
  }

  /** Why it is this one: a phrase for the same line. */
  public String reason() {
    return reason;
  }

  VerifyingKey.Verifier verifier(CoseKey key, VerifyingKey.Verifier reference) {
    return corretto.map(it -> it.verifier(key, reference)).orElse(reference);
  }

  @Override
  public String toString() {
    return name;
  }
}
