/** The command line of the protocol: it reads files and says what it found. */
@NullMarked
package org.baymark.protocol.cli;

import org.jspecify.annotations.NullMarked;
