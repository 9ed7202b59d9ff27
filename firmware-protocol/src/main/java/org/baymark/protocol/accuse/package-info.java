/**
 * Evidence against those who broke a promise that the protocol makes them give: in a file that a
 * stranger can check, like a passport.
 */
package org.baymark.protocol.accuse;
