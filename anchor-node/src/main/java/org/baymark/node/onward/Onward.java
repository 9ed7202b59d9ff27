package org.baymark.node.onward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.SmallFile;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.file.SafeFiles;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Keys;
import org.web3j.utils.Numeric;

/**
 * What anchoring needs, from the file onward.yaml of the working folder; where it is not there,
 * nothing is anchored. The account that pays has its key in onward.key (0600), made when it is
 * needed first, and its address in onward.account.
 */
public record Onward(OnwardAnchor anchor, AnchorFile file, AnchorFile.State state, Duration every) {
  private static final int SIZE_MAX = 65_536;
  private static final int SECRET_SIZE = 32;
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** In gwei: on most chains far more than has to be paid, and some cents on the dearest. */
  private static final BigDecimal FEE_MAX = BigDecimal.valueOf(50);

  private static final int WEI_DIGITS = 9; // of a gwei

  /** The keys of the file; all but the first two may be left out. */
  record Lines(
      @Nullable String evm,
      @Nullable Long chain,
      @Nullable String every,
      @Nullable Integer confirmations,
      @Nullable String to,
      @Nullable BigDecimal maxFeeGwei) {}

  /**
   * @throws FolderException with a sentence about the file that is wrong
   */
  public static Optional<Onward> read(WorkingFolder folder) throws FolderException {
    Path file = folder.onward();
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    Lines lines = lines(file);
    String url = demand(file, lines.evm(), "evm, the http address of a node of the chain");
    if (!url.matches("https?://[^ ]+")) {
      throw wrong(file, "evm is no http address");
    }
    long chain = demand(file, lines.chain(), "chain, the number of the chain (EIP-155)");
    int confirmations = Optional.ofNullable(lines.confirmations()).orElse(12);
    if (chain < 1 || confirmations < 1 || confirmations > 10_000) {
      throw wrong(file, "chain is 1 or more, confirmations from 1 to 10000");
    }
    Duration every = duration(file, Optional.ofNullable(lines.every()).orElse("PT1H"));
    Credentials account = account(folder);
    String to = Optional.ofNullable(lines.to()).orElse(account.getAddress());
    if (!to.matches("0x[0-9a-fA-F]{40}")) {
      throw wrong(file, "to is an address of 40 hex digits behind 0x, in quotes");
    }
    BigInteger priceMax = price(file, Optional.ofNullable(lines.maxFeeGwei()).orElse(FEE_MAX));
    AnchorFile state = new AnchorFile(folder.anchors());
    return Optional.of(
        new Onward(
            new EvmAnchor(new EvmAnchor.Where(url, chain, to, confirmations, priceMax), account),
            state,
            state.read(),
            every));
  }

  private static Lines lines(Path file) throws FolderException {
    String text = SmallFile.read(file, SIZE_MAX, "it was there a moment ago").utf8();
    try {
      return YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .build()
          .readValue(text, Lines.class);
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw wrong(
          file,
          "it is not as it should be"
              + where
              + "; its keys are evm, chain, every, confirmations, to, max-fee-gwei");
    }
  }

  private static <T> T demand(Path file, @Nullable T value, String what) throws FolderException {
    if (value == null) {
      throw wrong(file, "it lacks " + what);
    }
    return value;
  }

  private static BigInteger price(Path file, BigDecimal gwei) throws FolderException {
    boolean isPrice =
        gwei.signum() > 0
            && gwei.precision() - gwei.scale() <= WEI_DIGITS
            && gwei.stripTrailingZeros().scale() <= WEI_DIGITS;
    if (!isPrice) {
      throw wrong(file, "max-fee-gwei is more than 0, with nine digits before and after the point");
    }
    return gwei.scaleByPowerOfTen(WEI_DIGITS).toBigIntegerExact();
  }

  private static Duration duration(Path file, String text) throws FolderException {
    try {
      Duration every = Duration.parse(text);
      if (every.compareTo(LEAST) >= 0) {
        return every;
      }
    } catch (DateTimeParseException e) {
      // The same sentence as for one that is too short.
    }
    throw wrong(file, "every is a duration of a second or more (ISO 8601), such as PT1H");
  }

  private static FolderException wrong(Path file, String what) {
    return new FolderException("The file " + file + " is of no use: " + what + ".");
  }

  private static Credentials account(WorkingFolder folder) throws FolderException {
    Path key = folder.onwardKey();
    try {
      if (Files.notExists(key)) {
        byte[] secret = Numeric.toBytesPadded(Keys.createEcKeyPair().getPrivateKey(), SECRET_SIZE);
        SafeFiles.writeSecret(key, Numeric.toHexStringNoPrefix(secret) + "\n");
      }
      String line = SmallFile.read(key, SIZE_MAX, "it was there a moment ago").utf8().strip();
      if (!line.matches("[0-9a-f]{64}")) {
        throw new FolderException("The key file " + key + " is not one line of 64 hex digits.");
      }
      Credentials account = Credentials.create(line);
      SafeFiles.writePublic(folder.onwardAccount(), account.getAddress() + "\n");
      return account;
    } catch (IOException e) {
      throw new FolderException("The key file " + key + " cannot be made: " + Reason.of(e) + ".");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM makes no key on secp256k1", e);
    }
  }
}
