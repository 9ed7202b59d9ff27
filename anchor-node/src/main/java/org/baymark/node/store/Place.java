package org.baymark.node.store;

import org.baymark.protocol.bytes.Bytes;

/**
 * Where the log stands in an order that is kept elsewhere.
 *
 * @param order which one: 16 bytes
 * @param term of whoever led it then
 * @param index in that order, from 0; no index of the log
 */
public record Place(Bytes order, long term, long index) {}
