/** Takes what devices published to a broker that the site has already. */
@NullMarked
package org.baymark.gateway.transport.bridge;

import org.jspecify.annotations.NullMarked;
