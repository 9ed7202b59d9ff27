package org.baymark.gateway.running;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.papers.AllianceKeys;

/**
 * What every part of a running gateway is opened with.
 *
 * @param key what the gateway signs its batches with
 * @param policy whose signatures on the log count
 * @param config as it was at the start; what changes while the gateway runs, {@code reloading} says
 * @param started takes how each part is stopped
 */
record Setting(
    GatewayFolder folder,
    SigningKey key,
    AllianceKeys allianceKeys,
    Policy policy,
    GatewayConfig config,
    Reloading reloading,
    Vertx vertx,
    InstantSource clock,
    StopStack started) {}
