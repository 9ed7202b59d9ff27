/** Keys and single statements in files, for other programs to deliver. */
@NullMarked
package org.baymark.sim.sign;

import org.jspecify.annotations.NullMarked;
