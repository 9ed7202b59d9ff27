package org.baymark.node.peer;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/** Several commands as bytes: [+ command], each a byte string. */
final class CommandsForm {
  private static final int COUNT_MAX = 32;

  private CommandsForm() {}

  static Bytes encode(List<Bytes> commands) {
    CborWriter out = new CborWriter().array(commands.size());
    commands.forEach(out::bytes);
    return out.toBytes();
  }

  static Parsed<List<Bytes>> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static List<Bytes> read(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    int count = in.array(1, COUNT_MAX);
    List<Bytes> commands = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      commands.add(in.bytes(encoded.size()));
    }
    return commands;
  }
}
