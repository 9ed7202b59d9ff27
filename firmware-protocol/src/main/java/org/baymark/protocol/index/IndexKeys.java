package org.baymark.protocol.index;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;

/** The keys of the index map, one kind for each kind of value. */
public final class IndexKeys {
  private IndexKeys() {}

  /** Under this key: a {@link SubjectState}. */
  public static Bytes subject(Digest subjectKey) {
    return kind("baymark index subject v1").digest(subjectKey).toBytes();
  }

  /** Under this key: a {@link KeyState}. */
  public static Bytes verifyingKey(Digest thumbprint) {
    return kind("baymark index key v1").digest(thumbprint).toBytes();
  }

  /** Under this key: a {@link GatewayState}. */
  public static Bytes gateway(DevUrn gateway) {
    return kind("baymark index gateway v1").text(gateway.text()).toBytes();
  }

  /** Under this key: a {@link RegistrarState}. */
  public static Bytes registrar(Digest thumbprint) {
    return kind("baymark index registrar v1").digest(thumbprint).toBytes();
  }

  private static CborWriter kind(String kind) {
    return new CborWriter().array(2).text(kind);
  }
}
