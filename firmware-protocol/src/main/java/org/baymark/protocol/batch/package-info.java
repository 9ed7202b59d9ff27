/** What a gateway collects: one tree for each shipment, one over them, and the header it signs. */
package org.baymark.protocol.batch;
