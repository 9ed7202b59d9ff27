/**
 * What an operator decides about a node, as node.yaml says it; and where the door for the operator
 * is by it. Commands and the running node read the same.
 */
@NullMarked
package org.baymark.node.config;

import org.jspecify.annotations.NullMarked;
