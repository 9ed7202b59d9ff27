/**
 * The head of a log and who stands behind it: C2SP signed-note, tlog-checkpoint, tlog-cosignature
 * and tlog-policy, each in its strict form.
 */
package org.baymark.protocol.log;
