/**
 * How members know one another on the wire: by the digests of their certificates, and nothing else.
 */
@NullMarked
package org.baymark.node.pin;

import org.jspecify.annotations.NullMarked;
