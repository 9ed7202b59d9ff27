package org.baymark.node.ledger;

import org.baymark.node.shelf.IndexView;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;

/**
 * The log as a checkpoint closed it. Evidence is answered from this, whatever came after.
 *
 * @param head of the log tree, the seal included
 * @param height counts the checkpoints, from 1
 * @param era that the seal names
 * @param seal the last entry
 * @param index the map whose root the seal names; it can be asked until something longer is
 *     certified
 */
public record ClosedLog(TreeHead head, long height, Era era, Bytes seal, IndexView index) {}
