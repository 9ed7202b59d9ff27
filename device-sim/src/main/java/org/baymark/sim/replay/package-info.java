/**
 * Plays recordings as devices: a CSV file becomes rows, rows become statements of devices that sign
 * them, and the report says what the recording held and what became of every row.
 */
@NullMarked
package org.baymark.sim.replay;

import org.jspecify.annotations.NullMarked;
