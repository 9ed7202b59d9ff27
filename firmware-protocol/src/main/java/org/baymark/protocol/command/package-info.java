/** What a gateway tells a device to do. */
package org.baymark.protocol.command;
