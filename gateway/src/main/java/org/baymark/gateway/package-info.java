/** The gateway: takes signed statements from devices, keeps them and seals them into batches. */
@NullMarked
package org.baymark.gateway;

import org.jspecify.annotations.NullMarked;
