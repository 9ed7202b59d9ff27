/** What stands between a program and the person at the terminal. */
@NullMarked
package org.baymark.sim.shell;

import org.jspecify.annotations.NullMarked;
