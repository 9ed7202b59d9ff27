/** Who may come in, and how the line is shut: users and their passwords, certificates. */
@NullMarked
package org.baymark.gateway.access;

import org.jspecify.annotations.NullMarked;
