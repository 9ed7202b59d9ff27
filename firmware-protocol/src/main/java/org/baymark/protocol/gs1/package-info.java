/**
 * What stands on labels: element strings as scanners deliver them and GS1 Digital Links (GS1
 * General Specifications; GS1 Digital Link URI Syntax), and the one subject that a label names.
 */
package org.baymark.protocol.gs1;
