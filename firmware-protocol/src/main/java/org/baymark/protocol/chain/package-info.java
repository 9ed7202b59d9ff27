/** Readings without a signature each: a chain of records that a signed statement covers later. */
package org.baymark.protocol.chain;
