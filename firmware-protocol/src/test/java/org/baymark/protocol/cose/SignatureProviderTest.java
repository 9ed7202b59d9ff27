package org.baymark.protocol.cose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which library verifies, and that no jar of another one is needed. */
class SignatureProviderTest {
  private static final String LIBRARY =
      "com/amazon/corretto/crypto/provider/libamazonCorrettoCryptoProvider.so";

  /** Else the test of equal verdicts would compare Bouncy Castle with itself. */
  @Test
  void nativeCodeIsChosenWhereThereIsABuild() {
    List<SignatureProvider> providers = SignatureProvider.available();
    boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux");
    boolean built = linux && Set.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
    assertEquals(built ? 2 : 1, providers.size(), providers::toString);
    assertEquals("Bouncy Castle", providers.get(providers.size() - 1).name());
    assertSame(providers.get(0), SignatureProvider.chosen());
    assertTrue(SignatureProvider.chosen().reason().length() > 0);
  }

  @Test
  void thePlatformIsLeftAsItWas() {
    SignatureProvider.chosen();
    assertNull(Security.getProvider("AmazonCorrettoCryptoProvider"));
    assertNull(System.getProperty("com.amazon.corretto.crypto.provider.registerEdKeyFactory"));
  }

  private static String why(ClassLoader path, String platform) {
    GeneralSecurityException refused =
        assertThrows(GeneralSecurityException.class, () -> Corretto.load(path, platform));
    return String.valueOf(refused.getMessage());
  }

  @Test
  void withoutItsJarThereIsBouncyCastle() throws IOException {
    try (URLClassLoader none = new URLClassLoader(new URL[0], null)) {
      assertEquals("no Corretto for linux-x86_64 on the class path", why(none, "linux-x86_64"));
    }
    ClassLoader here = SignatureProvider.class.getClassLoader();
    assertEquals("no Corretto for plan9-mips on the class path", why(here, "plan9-mips"));
  }

  @Test
  void aJarThatIsNotWhatItsNameSaysIsNoReasonToStop(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("a-linux-x86_64.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(LIBRARY));
    }
    try (URLClassLoader path = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      assertTrue(why(path, "linux-x86_64").startsWith("Corretto does not load: "));
    }
  }

  /** The build for another processor is found, and its native code is not taken. */
  @Test
  void codeForAnotherMachineIsNoReasonToStop() {
    String other = System.getProperty("os.arch").equals("aarch64") ? "x86_64" : "aarch_64";
    ClassLoader here = SignatureProvider.class.getClassLoader();
    assertTrue(why(here, "linux-" + other).startsWith("Corretto's native code does not load: "));
  }
}
