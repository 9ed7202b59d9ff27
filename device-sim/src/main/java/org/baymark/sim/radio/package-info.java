/** One sensor on a radio: records without a signature each, and the covers that attest them. */
@NullMarked
package org.baymark.sim.radio;

import org.jspecify.annotations.NullMarked;
