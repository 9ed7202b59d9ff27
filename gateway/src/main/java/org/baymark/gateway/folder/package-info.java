/**
 * A gateway's working folder: what lies in it under which name, which of it is secret, and how a
 * file of it is read, with a sentence where it is of no use.
 */
@NullMarked
package org.baymark.gateway.folder;

import org.jspecify.annotations.NullMarked;
