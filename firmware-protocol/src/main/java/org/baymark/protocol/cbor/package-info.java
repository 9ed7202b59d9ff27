/** CBOR as RFC 8949 section 4.2.1 allows it: one encoding for one value, nothing else. */
package org.baymark.protocol.cbor;
