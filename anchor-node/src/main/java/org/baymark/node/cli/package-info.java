/**
 * What an operator types, and who is asked for it: {@code node}, {@code alliance} and {@code
 * audit}. Commands ask nodes over HTTP, or read and write the files of a folder; only {@code node
 * run} knows what runs.
 */
@NullMarked
package org.baymark.node.cli;

import org.jspecify.annotations.NullMarked;
