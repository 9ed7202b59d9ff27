/**
 * What members say to one another to certify a head: reports, stops and openings, and what is made
 * of them. Forms and signatures only; when a member may say what, its node decides.
 */
package org.baymark.protocol.voting;
