package org.baymark.node.ledger;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.merkle.TreeHead;

/**
 * The log as a checkpoint closed it. Evidence is answered from this, whatever came after.
 *
 * @param head of the log tree, the seal included
 * @param height counts the checkpoints, from 1
 * @param era that the seal names
 * @param seal the last entry
 * @param index the map whose root the seal names
 */
public record ClosedLog(TreeHead head, long height, Era era, Bytes seal, IndexMap index) {}
