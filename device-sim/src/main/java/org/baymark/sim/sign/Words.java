package org.baymark.sim.sign;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.statement.Closing;
import org.baymark.protocol.statement.Firmware;
import org.baymark.protocol.statement.Sensor;

/** Words of a command line that are more than text. What is wrong with one, its sentence says. */
final class Words {
  private static final int DIGITS_MAX = 100;

  private Words() {}

  static BigDecimal number(String text) {
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a number", e);
    }
    // Before anybody writes out the zeros of 1e999999999.
    if (Math.abs((long) number.scale()) + number.precision() > DIGITS_MAX) {
      throw new IllegalArgumentException("'" + text + "' has more digits than can be held exactly");
    }
    return number;
  }

  /** URN:BOOT:SEQ or URN:- each; empty where there is none. */
  static Optional<List<Sensor>> sensors(List<String> words) {
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(words.stream().map(Words::sensor).toList());
  }

  private static Sensor sensor(String word) {
    if (word.endsWith(":-")) {
      return new Sensor(new DevUrn(word.substring(0, word.length() - 2)), Optional.empty());
    }
    int seq = word.lastIndexOf(':');
    int boot = word.lastIndexOf(':', seq - 1);
    if (boot < 1) {
      throw new IllegalArgumentException("'" + word + "' is not URN:BOOT:SEQ");
    }
    Sensor.Place last =
        new Sensor.Place(
            unsigned(word.substring(boot + 1, seq), Position.U32_MAX),
            unsigned(word.substring(seq + 1), Position.U32_MAX));
    return new Sensor(new DevUrn(word.substring(0, boot)), Optional.of(last));
  }

  private static long unsigned(String text, long max) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0 && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("'" + text + "' is not a number from 0 to " + max);
  }

  static Digest digest(String hex) {
    if (!hex.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException("'" + hex + "' is not 64 hexadecimal digits");
    }
    return Digest.ofHex(hex);
  }

  /** VERSION:SHA256. */
  static Firmware firmware(String word) {
    int image = word.lastIndexOf(':');
    if (image < 0) {
      throw new IllegalArgumentException("'" + word + "' is not VERSION:SHA256");
    }
    return new Firmware(word.substring(0, image), digest(word.substring(image + 1)));
  }

  /** SIZE:ROOT:IDS:ROOT. */
  static Closing closing(String word) {
    String[] words = word.split(":", -1);
    if (words.length != 4) {
      throw new IllegalArgumentException("'" + word + "' is not SIZE:ROOT:IDS:ROOT");
    }
    TreeHead checkpoint = new TreeHead(unsigned(words[0], TreeHead.SIZE_MAX), digest(words[1]));
    return new Closing(checkpoint, unsigned(words[2], TreeHead.SIZE_MAX), digest(words[3]));
  }
}
