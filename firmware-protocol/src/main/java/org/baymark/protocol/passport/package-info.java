/** The proof file and its verification, step by step. */
package org.baymark.protocol.passport;
