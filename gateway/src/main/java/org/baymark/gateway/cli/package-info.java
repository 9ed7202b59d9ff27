/**
 * What an operator types, and who is asked for it: {@code gateway}, {@code device} and {@code
 * passport}. Commands ask the running gateway over HTTP, or read and write the files of its folder;
 * what {@code gateway run} runs they are given.
 */
@NullMarked
package org.baymark.gateway.cli;

import org.jspecify.annotations.NullMarked;
