package org.baymark.gateway;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Hidden;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;

/** A device with a fixed key that says what a test wants it to say. */
public record TestDevice(DevUrn name, SigningKey key) {

  /** The key follows from the name. */
  public static TestDevice named(String tail, Suite suite) {
    byte[] seed = Arrays.copyOf(tail.getBytes(StandardCharsets.UTF_8), 32);
    SigningKey key = SigningKey.ofSecret(suite, Bytes.owning(seed)).toOptional().orElseThrow();
    return new TestDevice(new DevUrn("urn:dev:org:32473-" + tail), key);
  }

  public String topic() {
    return "baymark/v1/" + name;
  }

  /** A reading of 20.5 degrees about itself. */
  public Sign1 says(long boot, long seq) {
    return says(boot, seq, "20.5");
  }

  /** A reading of {@code celsius} about itself: another value, another id. */
  public Sign1 says(long boot, long seq, String celsius) {
    Reading reading = Reading.of(name + ":t", "Cel", BigDecimal.ZERO, new BigDecimal(celsius));
    return sign(
        ContentType.TELEMETRY,
        boot,
        seq,
        new Telemetry(List.of(reading)).encoded(),
        Subject.of(name));
  }

  /** A pack of {@code readings}, a second apart: some 10 bytes each. */
  public Sign1 reports(long boot, long seq, int readings) {
    List<Reading> pack = new ArrayList<>();
    for (int i = 0; i < readings; i++) {
      BigDecimal time = BigDecimal.valueOf(i);
      pack.add(Reading.of(name + ":t", "Cel", time, new BigDecimal("20.5")));
    }
    Bytes payload = new Telemetry(pack).encoded();
    return sign(ContentType.TELEMETRY, boot, seq, payload, Subject.of(name));
  }

  /** A scan of a thing. */
  public Sign1 scans(long boot, long seq, Subject thing) {
    Bytes payload = LogisticsEvent.scan(Optional.empty(), Bytes.ofUtf8("]C1")).encoded();
    return sign(ContentType.EVENT, boot, seq, payload, thing);
  }

  /** Record {@code number} of {@code boot}, which nobody signs: so many degrees. */
  public ChainRecord record(long boot, long number, String celsius) {
    Reading reading = Reading.of(name + ":t", "Cel", BigDecimal.ZERO, new BigDecimal(celsius));
    Bytes kid = key.verifyingKey().kid();
    return ChainRecord.of(kid, boot, number, new Telemetry(List.of(reading)));
  }

  /** The cover of the first records of a boot, which stand in a row from number 0 on. */
  public Sign1 covers(long seq, int stride, List<ChainRecord> records) {
    return covers(seq, stride, Cover.START, records);
  }

  /** The cover of records in a row, the link before them being {@code before}. */
  public Sign1 covers(long seq, int stride, Bytes before, List<ChainRecord> records) {
    List<Bytes> links = new ArrayList<>();
    Bytes link = before;
    for (int i = 0; i < records.size(); i++) {
      link = records.get(i).linkAfter(link);
      if ((i + 1) % stride == 0 || i + 1 == records.size()) {
        links.add(link);
      }
    }
    ChainRecord first = records.get(0);
    Cover cover = new Cover(first.number(), records.size(), stride, before, links);
    return sign(ContentType.RECORDS, first.boot(), seq, cover.encoded(), Subject.of(name));
  }

  /** Binds {@code content} and does not hold it. */
  public Sign1 hides(long boot, long seq, Subject about, Bytes salt, Bytes content) {
    return Hidden.of("text/plain", salt, content).sign(key, claims(boot, seq, about));
  }

  public Sign1 sign(ContentType type, long boot, long seq, Bytes payload, Subject about) {
    return Sign1.sign(key, type, claims(boot, seq, about), payload);
  }

  /** A reading about itself, at a time that it claims. */
  public Sign1 saysAt(long boot, long seq, long seconds) {
    Reading reading = Reading.of(name + ":t", "Cel", BigDecimal.ZERO, new BigDecimal("20.5"));
    Position position = new Position(boot, seq, Optional.empty(), OptionalLong.empty());
    Claims claims =
        new Claims(name, Subject.of(name), OptionalLong.of(seconds), Optional.of(position));
    return Sign1.sign(
        key, ContentType.TELEMETRY, claims, new Telemetry(List.of(reading)).encoded());
  }

  private Claims claims(long boot, long seq, Subject about) {
    Position position = new Position(boot, seq, Optional.empty(), OptionalLong.empty());
    return new Claims(name, about, OptionalLong.empty(), Optional.of(position));
  }
}
