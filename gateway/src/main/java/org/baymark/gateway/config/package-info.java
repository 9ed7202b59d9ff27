/**
 * What the operator decides, as gateway.yaml says it: commands and the running gateway read the
 * same.
 */
@NullMarked
package org.baymark.gateway.config;

import org.jspecify.annotations.NullMarked;
