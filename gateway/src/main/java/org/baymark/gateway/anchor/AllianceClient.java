package org.baymark.gateway.anchor;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.log.LogReceipt;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;

/**
 * The alliance, as one of its members serves it. No call blocks or throws, and no future fails: all
 * that can go wrong out there is an {@link Answer}. What is answered is well-formed, and nothing of
 * it is believed yet.
 */
public interface AllianceClient {

  /** Sends a signed request; on a receipt, what it asks for stands in the log. */
  Future<Answer<LogReceipt>> submitRequest(Bytes signed);

  /** Sends a batch; on a receipt, its header stands in the log. */
  Future<Answer<LogReceipt>> submitBatch(Bytes header, List<Bytes> subjectEntries);

  /** The newest checkpoint; empty before the first. */
  Future<Answer<Optional<SignedCheckpoint>>> checkpoint();

  /** The path from the tree of {@code oldSize} entries to that of {@code newSize}. */
  Future<Answer<List<Digest>>> consistency(long oldSize, long newSize);

  /** That the log holds its entry {@code index}, under a checkpoint of the member's choice. */
  Future<Answer<TlogProof>> inclusion(long index);

  /** How the present members came to be; a refusal where the first ones still are. */
  Future<Answer<Succession>> succession();

  /** What the log can prove about some subjects. */
  Future<Answer<Evidence>> evidence(EvidenceRequest request);
}
