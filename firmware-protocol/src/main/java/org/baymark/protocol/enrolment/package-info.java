/** How a device's key comes to be believed: its label, its proofs, and the states between. */
package org.baymark.protocol.enrolment;
