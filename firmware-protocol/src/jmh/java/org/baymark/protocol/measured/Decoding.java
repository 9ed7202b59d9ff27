package org.baymark.protocol.measured;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.statement.Unverified;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One telemetry statement: its three items walked by Jackson and by our reader, and decoded. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Decoding {
  private final CBORFactory jackson = new CBORFactory();
  private final Bytes statement = Vectors.telemetry();

  /** Every token, and what is in it, also of the header and the payload inside. */
  @Benchmark
  public long jacksonWalks() throws IOException {
    return walk(statement.unsafeArray(), 0);
  }

  private long walk(byte[] item, int depth) throws IOException {
    long sum = 0;
    try (JsonParser parser = jackson.createParser(item)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case VALUE_EMBEDDED_OBJECT -> {
            byte[] inside = parser.getBinaryValue();
            // The header and the payload; kid, link and signature are no items.
            sum += depth == 0 && inside.length != 64 ? walk(inside, 1) : inside.length;
          }
          case VALUE_NUMBER_INT -> sum += parser.getLongValue();
          case VALUE_STRING, FIELD_NAME -> sum += parser.getText().length();
          default -> sum++;
        }
      }
    }
    return sum;
  }

  /** The same items proven well-formed and deterministic. */
  @Benchmark
  public int readerOpens() throws RefusalException {
    CborReader in = CborReader.open(statement);
    in.tag(18);
    in.arrayOf(4);
    Bytes header = in.bytes(statement.size());
    in.fields().end();
    Bytes payload = in.bytes(statement.size());
    return CborReader.open(header).offset() + CborReader.open(payload).offset();
  }

  /** All that is said, as values. */
  @Benchmark
  public Parsed<Unverified> statementDecodes() {
    return Unverified.parse(statement);
  }
}
