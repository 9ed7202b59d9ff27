/** What goes with a shipment's papers: key cards, and the alliance keys that they are made from. */
package org.baymark.protocol.papers;
