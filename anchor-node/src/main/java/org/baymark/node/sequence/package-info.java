/** The one order of commands: applied, made durable, and only then answered. */
@NullMarked
package org.baymark.node.sequence;

import org.jspecify.annotations.NullMarked;
