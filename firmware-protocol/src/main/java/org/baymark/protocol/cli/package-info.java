/** The command line of the protocol: the only package here that touches a file. */
@NullMarked
package org.baymark.protocol.cli;

import org.jspecify.annotations.NullMarked;
