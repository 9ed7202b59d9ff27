/**
 * Keys that lie in a PKCS#11 token, a smart card or a security module, and never leave it; and the
 * certificates that members and tokens want around a key.
 */
@NullMarked
package org.baymark.node.keys;

import org.jspecify.annotations.NullMarked;
