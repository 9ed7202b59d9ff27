/**
 * How members know one another on the wire, and commands their own node: by the very certificate,
 * and nothing else.
 */
@NullMarked
package org.baymark.node.pin;

import org.jspecify.annotations.NullMarked;
