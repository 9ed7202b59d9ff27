/** The map that every checkpoint seals: what the log says last about a subject, key or gateway. */
package org.baymark.protocol.index;
