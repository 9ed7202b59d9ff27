/** How members change their alliance: proposals and votes, signed entries of the log. */
package org.baymark.protocol.governance;
