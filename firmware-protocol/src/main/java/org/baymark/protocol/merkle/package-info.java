/** Merkle trees and their proofs (RFC 9162, section 2.1); every length is checked before a hash. */
package org.baymark.protocol.merkle;
