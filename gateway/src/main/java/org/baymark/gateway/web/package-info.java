/**
 * The gateway's HTTP interface: for the operator's commands and for programs beside the gateway.
 */
@NullMarked
package org.baymark.gateway.web;

import org.jspecify.annotations.NullMarked;
