/** COSE_Sign1 (RFC 9052), its keys (RFC 9679) and the two signature suites of this version. */
package org.baymark.protocol.cose;
