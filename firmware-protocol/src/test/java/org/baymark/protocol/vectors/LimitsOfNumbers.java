package org.baymark.protocol.vectors;

import java.util.function.LongFunction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;

/**
 * Limits of numbers. That of a co-signature's time is in checkpoint.json: reading it is judging.
 */
record LimitsOfNumbers(LimitVectors to) {

  void all() {
    exponents();
    intervals();
    positions();
    others();
  }

  private void both(String limit, String form, String note, LongFunction<Bytes> make) {
    long most = LimitVectors.most(limit);
    to.edge(limit, form, note, make.apply(most), make.apply(most + 1));
  }

  private void exponents() {
    String limit = "an exponent, on either side of zero";
    both(limit, "statement", "above zero", LimitsOfNumbers::power);
    both(limit, "statement", "below zero", exponent -> power(-exponent));
  }

  private static Bytes power(long exponent) {
    return Raw.payload(
            out -> {
              out.array(1).map(2).integer(0).text("t").integer(2);
              out.tag(4).array(2).integer(exponent).integer(7);
            })
        .encoded();
  }

  private void intervals() {
    both("an interval", "statement", "of a hello", LimitsOfNumbers::hello);
  }

  private static Bytes hello(long interval) {
    return Raw.event(
            Story.SENSOR.text(),
            out -> {
              out.map(3).integer(1).text("hello").integer(13).array(2);
              out.text("1").digest(EventSamples.ID).integer(14).integer(interval);
            })
        .encoded();
  }

  private void positions() {
    String limit = "boot, seq, the number of a record";
    both(limit, "statement", "boot", boot -> at(boot, 0));
    both(limit, "statement", "seq", seq -> at(0, seq));
    both(limit, "record", "boot", boot -> record(boot, 0));
    both(limit, "record", "number", number -> record(0, number));
  }

  private static Bytes at(long boot, long seq) {
    return Raw.at(out -> out.array(3).integer(boot).integer(seq).nil()).encoded();
  }

  private static Bytes record(long boot, long number) {
    CborWriter out = new CborWriter().array(4).bytes(TestKeys.SENSOR.verifyingKey().kid());
    return out.integer(boot).integer(number).raw(Raw.PAYLOAD).toBytes();
  }

  private void others() {
    String limit = "any other number that counts, and times";
    both(
        limit,
        "statement",
        "iat",
        time ->
            Raw.claiming(
                    out -> {
                      out.map(4).integer(1).text(Raw.name()).integer(2).text(Raw.name());
                      out.integer(6).integer(time).integer(-65537).array(3);
                      out.integer(1).integer(0).nil();
                    })
                .encoded());
    both(limit, "note", "size", size -> Bytes.ofUtf8(note(size)));
    both(
        limit,
        "index_val_gateway",
        "last_number",
        number -> new CborWriter().array(2).integer(number).digest(EventSamples.ID).toBytes());
  }

  private static String note(long size) {
    return Story.ORIGIN + "\n" + size + "\n" + "A".repeat(43) + "=\n\n\u2014 k AAAAAAA=\n";
  }
}
