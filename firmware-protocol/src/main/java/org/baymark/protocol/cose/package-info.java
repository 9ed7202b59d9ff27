/** COSE_Sign1 (RFC 9052), its keys (RFC 9679) and the signature suites of this version. */
package org.baymark.protocol.cose;
