/** What a device says: who, about what, at which place in its own history, and the content. */
package org.baymark.protocol.statement;
