/** Puts together the proof of all that was anchored about one subject. */
@NullMarked
package org.baymark.gateway.passport;

import org.jspecify.annotations.NullMarked;
