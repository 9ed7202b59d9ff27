/** What a clerk prints for a shipment's papers. */
@NullMarked
package org.baymark.node.papers;

import org.jspecify.annotations.NullMarked;
