package org.baymark.sim.bench;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.cose.SignatureProvider;

/** How a measurement of a gateway was made: without that its numbers mean nothing. */
record Surroundings(
    Machine machine,
    int connections,
    int heapMegabytes,
    int window,
    int seconds,
    String sealAfter,
    String checkpointEvery) {

  static Surroundings of(Machine machine, int connections, int seconds, int heapMegabytes) {
    return new Surroundings(
        machine,
        connections,
        heapMegabytes,
        GatewayBench.WINDOW,
        seconds,
        GatewayBench.SEAL_AFTER.toString(),
        GatewayBench.CHECKPOINT_EVERY.toString());
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(machine.lines());
    lines.addAll(
        List.of(
            "programs  node, gateway and load are processes of their own and share the cores",
            "gateway   as the launcher starts it, with -Xmx" + heapMegabytes + "m",
            "store     SQLite, write-ahead log, synchronous=FULL: an acknowledgement follows an fsync",
            "load      "
                + connections
                + " connections, over MQTT QoS 1; up to "
                + window
                + " statements unanswered on each (over CoAP 16); signed beforehand",
            "times     "
                + seconds
                + " s of full and "
                + seconds
                + " s of moderate load; sealed after "
                + sealAfter
                + ", a checkpoint every "
                + checkpointEvery
                + "; anchored is known to "
                + AnchorWatch.POLL_MILLIS
                + " ms",
            "bare      VerifyingKey.verifies ("
                + SignatureProvider.chosen().name()
                + "), one thread, warm, the load's own JVM"));
    return lines;
  }
}
