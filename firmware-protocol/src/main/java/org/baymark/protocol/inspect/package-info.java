/**
 * Our structures shown to people who implement them: as notation with names, and with a verdict.
 */
package org.baymark.protocol.inspect;
