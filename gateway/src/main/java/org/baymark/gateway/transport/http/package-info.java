/** The door for HTTP. */
@NullMarked
package org.baymark.gateway.transport.http;

import org.jspecify.annotations.NullMarked;
