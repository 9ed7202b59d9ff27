/** What others may ask of the node over HTTP. The only room that knows vertx-web. */
@NullMarked
package org.baymark.node.http;

import org.jspecify.annotations.NullMarked;
