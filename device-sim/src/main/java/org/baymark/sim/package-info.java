/** Simulated devices, and the demonstration and benchmark that use them. */
@NullMarked
package org.baymark.sim;

import org.jspecify.annotations.NullMarked;
