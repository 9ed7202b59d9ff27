/** Who may say what: registrations and revocations of keys, and the members that sign them. */
package org.baymark.protocol.registration;
