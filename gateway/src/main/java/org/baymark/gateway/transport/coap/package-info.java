/** The door for CoAP. */
@NullMarked
package org.baymark.gateway.transport.coap;

import org.jspecify.annotations.NullMarked;
