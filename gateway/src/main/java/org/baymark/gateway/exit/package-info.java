/** How a command ends that could not do its work: with a sentence, and a code for the shell. */
@NullMarked
package org.baymark.gateway.exit;

import org.jspecify.annotations.NullMarked;
