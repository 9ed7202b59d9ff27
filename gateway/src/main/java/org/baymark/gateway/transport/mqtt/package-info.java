/** The door for MQTT 3.1.1 and 5. */
@NullMarked
package org.baymark.gateway.transport.mqtt;

import org.jspecify.annotations.NullMarked;
