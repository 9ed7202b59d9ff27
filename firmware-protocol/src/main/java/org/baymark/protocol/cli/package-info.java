/** The command line of the protocol: but for {@code file} the only package here with files. */
@NullMarked
package org.baymark.protocol.cli;

import org.jspecify.annotations.NullMarked;
