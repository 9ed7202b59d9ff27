/** The two ways a statement travels to a gateway: MQTT and CoAP. */
@NullMarked
package org.baymark.sim.uplink;

import org.jspecify.annotations.NullMarked;
