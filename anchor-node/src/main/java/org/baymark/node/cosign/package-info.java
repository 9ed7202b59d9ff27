/** Whether a head may be signed, and the signatures. */
@NullMarked
package org.baymark.node.cosign;

import org.jspecify.annotations.NullMarked;
