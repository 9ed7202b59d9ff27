package org.baymark.sim.sign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.statement.Cover;
import org.baymark.sim.shell.Unusable;

/** Records in files, and the cover of several. */
final class Records {
  private Records() {}

  /**
   * A record with this pack of readings.
   *
   * @throws IllegalArgumentException with a sentence, if no gateway would take it
   */
  static Bytes record(Bytes kid, long boot, long number, Bytes pack) {
    CborWriter out = new CborWriter().array(4).bytes(kid).integer(boot).integer(number);
    return ChainRecord.parse(out.raw(pack).toBytes())
        .match(
            ChainRecord::encoded,
            refused -> {
              throw new IllegalArgumentException(
                  "no gateway would take this record: " + refused.text());
            });
  }

  /**
   * The cover of the records in these files, from number 0 on, each with a link.
   *
   * @throws IllegalArgumentException with a sentence, if they are others
   */
  static Cover covered(List<Path> files) throws IOException {
    List<Bytes> links = new ArrayList<>();
    Bytes link = Cover.START;
    for (Path file : files) {
      Optional<ChainRecord> record = ChainRecord.parse(read(file)).toOptional();
      if (record.isEmpty() || record.get().number() != links.size()) {
        throw new IllegalArgumentException(file + " is not record " + links.size());
      }
      link = record.get().linkAfter(link);
      links.add(link);
    }
    return new Cover(0, links.size(), 1, Cover.START, links);
  }

  private static Bytes read(Path file) throws IOException {
    try {
      return Bytes.owning(Files.readAllBytes(file));
    } catch (IOException e) {
      throw Unusable.unread("the record", file, e);
    }
  }
}
