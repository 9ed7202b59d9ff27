/** The anchor node: one member of the alliance, with its log and its signature. */
@NullMarked
package org.baymark.node;

import org.jspecify.annotations.NullMarked;
