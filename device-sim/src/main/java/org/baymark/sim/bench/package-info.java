/**
 * Measures a gateway: node, gateway and load are processes of their own on one machine. It prints
 * what it measured and how, and judges nothing.
 */
@NullMarked
package org.baymark.sim.bench;

import org.jspecify.annotations.NullMarked;
