/** What a device signs and what a stranger can check: pure, but for its command line. */
@NullMarked
package org.baymark.protocol;

import org.jspecify.annotations.NullMarked;
