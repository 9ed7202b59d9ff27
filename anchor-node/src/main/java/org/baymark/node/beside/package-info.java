/**
 * Co-signatures beside those that certify: of members that were slower than enough others, and of
 * those that sign in SM2 or ML-DSA-44 too. A head is certified before this room hears of it, so
 * nothing here can delay or endanger that.
 */
@org.jspecify.annotations.NullMarked
package org.baymark.node.beside;
