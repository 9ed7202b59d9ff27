package org.baymark.protocol.passport;

import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.merkle.TreeHead;

/** How far a gateway had come at the head: [name, last number, last header id, index path]. */
public record GatewayProof(DevUrn gateway, GatewayState state, IndexProof proof) {

  static GatewayProof read(CborReader in) throws RefusalException {
    in.arrayOf(4);
    int start = in.offset();
    DevUrn gateway = DevUrn.read(in.text(DevUrn.SIZE_MAX), start);
    GatewayState state = new GatewayState(in.unsignedFrom1(TreeHead.SIZE_MAX), in.digest());
    return new GatewayProof(gateway, state, IndexProof.read(in));
  }

  void write(CborWriter out) {
    out.array(4).text(gateway.text()).integer(state.number()).digest(state.headerId());
    proof.write(out);
  }

  /** Whether the map with this root says just this of the gateway. */
  public boolean isIn(Digest indexRoot) {
    return proof.includes(IndexKeys.gateway(gateway), state.encode(), indexRoot);
  }
}
