package org.baymark.protocol.cose;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchProviderException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Collections;
import org.baymark.protocol.bytes.Bytes;

/**
 * Amazon's Corretto Crypto Provider: AWS-LC behind the interfaces of java.security. It is reached
 * by its name, so that nothing here needs it to compile or to run. Keys come to it checked.
 *
 * @param provider of our own; not registered with the platform, whose TLS it would change, unless a
 *     program wants just that
 */
record Corretto(Provider provider) {
  private static final String PACKAGE = "com.amazon.corretto.crypto.provider.";
  private static final String LIBRARY =
      PACKAGE.replace('.', '/') + "libamazonCorrettoCryptoProvider.so";

  // SubjectPublicKeyInfo (RFC 5280; RFC 8410, RFC 5480) up to the key's own bytes.
  private static final Bytes ED25519 = Bytes.ofHex("302a300506032b6570032100");
  private static final Bytes P_256 =
      Bytes.ofHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  /**
   * Loads the build for {@code platform}, {@code linux-x86_64} for example. The builds for several
   * platforms hold the same names, so it gets a class loader that knows the right jar alone.
   *
   * @param path where its jars are looked for
   * @throws GeneralSecurityException if it cannot be used here; its message says why
   */
  static Corretto load(ClassLoader path, String platform) throws GeneralSecurityException {
    URL jar = jar(path, platform);
    // Never closed: what it loaded stays in use until the process ends.
    ClassLoader alone = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
    Corretto loaded = new Corretto(instance(alone));
    KnownAnswers.check(loaded);
    return loaded;
  }

  private static URL jar(ClassLoader path, String platform) throws GeneralSecurityException {
    try {
      for (URL each : Collections.list(path.getResources(LIBRARY))) {
        if (each.openConnection() instanceof JarURLConnection inside
            && inside.getJarFileURL().getPath().endsWith("-" + platform + ".jar")) {
          return inside.getJarFileURL();
        }
      }
    } catch (IOException e) {
      throw new NoSuchProviderException("Corretto is not readable: " + e);
    }
    throw new NoSuchProviderException("no Corretto for " + platform + " on the class path");
  }

  private static Provider instance(ClassLoader loader) throws GeneralSecurityException {
    // Without this word it leaves Ed25519 keys to the platform and decodes them for each signature.
    String property = PACKAGE + "registerEdKeyFactory";
    String before = System.setProperty(property, "true");
    try {
      Class<?> type = Class.forName(PACKAGE + "AmazonCorrettoCryptoProvider", true, loader);
      Provider provider = (Provider) type.getField("INSTANCE").get(null);
      Object error = type.getMethod("getLoadingError").invoke(provider);
      if (error != null) {
        throw new NoSuchProviderException("Corretto's native code does not load: " + error);
      }
      return provider;
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      throw new NoSuchProviderException("Corretto does not load: " + e);
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }

  String version() {
    return provider.getVersionStr();
  }

  /** A verifier for this key: Corretto's, or {@code reference} for what Corretto cannot do. */
  VerifyingKey.Verifier verifier(CoseKey key, VerifyingKey.Verifier reference) {
    try {
      return switch (key.suite()) {
        case ES256 -> new CorrettoVerifier.Es256(provider, decoded("EC", P_256, key));
        case EDDSA ->
            new CorrettoVerifier.EdDsa(provider, decoded("Ed25519", ED25519, key), reference);
        case SM2 -> reference;
      };
    } catch (GeneralSecurityException e) { // of a key that is checked: then rather slow than wrong
      return reference;
    }
  }

  private PublicKey decoded(String algorithm, Bytes prefix, CoseKey key)
      throws GeneralSecurityException {
    byte[] info = prefix.concat(key.publicPart()).toArray();
    return KeyFactory.getInstance(algorithm, provider).generatePublic(new X509EncodedKeySpec(info));
  }
}
