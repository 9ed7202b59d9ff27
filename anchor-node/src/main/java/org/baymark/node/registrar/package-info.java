/** What a member signs for its own gateways: registrations and revocations of keys. */
@NullMarked
package org.baymark.node.registrar;

import org.jspecify.annotations.NullMarked;
