/** What the operator wants to hear of at once: rules on readings, silence, two of one number. */
@NullMarked
package org.baymark.gateway.alarm;

import org.jspecify.annotations.NullMarked;
