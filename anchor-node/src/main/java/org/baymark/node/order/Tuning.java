package org.baymark.node.order;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * Ratis for a heap of 64 MB and two slow cores. Its own defaults keep 200 MB of log in memory,
 * never take a snapshot, and store under /tmp.
 */
final class Tuning {
  /** The largest command, and what Ratis puts around it. */
  private static final SizeInBytes ENTRY_MAX = SizeInBytes.valueOf(CommandForm.SIZE_MAX + 65_536);

  private static final SizeInBytes ONE_MB = SizeInBytes.ONE_MB;

  /** After so many entries the part of the log before them may be thrown away. */
  static final long SNAPSHOT_EVERY = 4_000;

  private Tuning() {}

  static RaftProperties properties(Path storage, String host, int port) {
    RaftProperties all = new RaftProperties();
    RaftConfigKeys.Rpc.setType(all, SupportedRpcType.GRPC);
    RaftServerConfigKeys.setStorageDir(all, List.of(storage.toFile()));
    RaftServerConfigKeys.setRemovedGroupsDir(all, storage.resolve("removed").toFile());
    ports(all, host, port);
    log(all);
    times(all);
    threads(all);
    return all;
  }

  private static void ports(RaftProperties all, String host, int port) {
    GrpcConfigKeys.Server.setHost(all, host);
    GrpcConfigKeys.Server.setPort(all, port);
    // Any two that are not the server's: nothing listens there, see NoPort.
    GrpcConfigKeys.Admin.setPort(all, port == 1 ? 2 : 1);
    GrpcConfigKeys.Client.setPort(all, port == 3 ? 4 : 3);
    GrpcConfigKeys.setMessageSizeMax(
        all, SizeInBytes.valueOf(ENTRY_MAX.getSize() + ONE_MB.getSize()));
    GrpcConfigKeys.setFlowControlWindow(all, ONE_MB);
    GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(all, 4);
    // The epoll transport would load native code that the JVM warns of.
    GrpcConfigKeys.setUseEpoll(all, false);
  }

  private static void log(RaftProperties all) {
    RaftServerConfigKeys.Log.setSegmentSizeMax(all, ONE_MB);
    RaftServerConfigKeys.Log.setPreallocatedSize(all, SizeInBytes.valueOf("64KB"));
    RaftServerConfigKeys.Log.setWriteBufferSize(
        all, SizeInBytes.valueOf(ENTRY_MAX.getSize() + 1024));
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(all, 2);
    RaftServerConfigKeys.Log.setSegmentCacheSizeMax(all, SizeInBytes.valueOf("2MB"));
    RaftServerConfigKeys.Log.setQueueByteLimit(all, SizeInBytes.valueOf(2 * ENTRY_MAX.getSize()));
    // Else Ratis writes an entry of its own after each of ours.
    RaftServerConfigKeys.Log.setLogMetadataEnabled(all, false);
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(all, true);
    RaftServerConfigKeys.Log.setPurgeGap(all, 1);
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(all, ENTRY_MAX);
    RaftServerConfigKeys.Log.Appender.setBufferElementLimit(all, 64);
    // A snapshot never takes the place of executing the log: who lacks entries copies them.
    RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(all, false);
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(all, true);
    RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(all, SNAPSHOT_EVERY);
    RaftServerConfigKeys.Snapshot.setCreationGap(all, 1);
    RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(all, false);
    RaftServerConfigKeys.Write.setElementLimit(all, 1_024);
    RaftServerConfigKeys.Write.setByteLimit(all, SizeInBytes.valueOf(2 * ENTRY_MAX.getSize()));
    RaftServerConfigKeys.RetryCache.setExpiryTime(all, seconds(10));
    RaftServerConfigKeys.RetryCache.setStatisticsExpiryTime(all, seconds(10));
  }

  private static void times(RaftProperties all) {
    RaftServerConfigKeys.Rpc.setTimeoutMin(all, seconds(1));
    RaftServerConfigKeys.Rpc.setTimeoutMax(all, seconds(2));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(all, millis(300));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(all, seconds(1));
    RaftServerConfigKeys.Rpc.setRequestTimeout(all, seconds(3));
    RaftServerConfigKeys.Rpc.setSlownessTimeout(all, seconds(60));
    // A machine that slept, or a slow disk, is no reason to give up for good.
    RaftServerConfigKeys.setCloseThreshold(all, seconds(600));
    RaftServerConfigKeys.LeaderElection.setPreVote(all, true);
  }

  private static void threads(RaftProperties all) {
    GrpcConfigKeys.Server.setAsyncRequestThreadPoolSize(all, 2);
    RaftServerConfigKeys.ThreadPool.setProxySize(all, 4);
    RaftServerConfigKeys.ThreadPool.setServerSize(all, 4);
    RaftServerConfigKeys.ThreadPool.setClientSize(all, 2);
  }

  private static TimeDuration seconds(long count) {
    return TimeDuration.valueOf(count, TimeUnit.SECONDS);
  }

  private static TimeDuration millis(long count) {
    return TimeDuration.valueOf(count, TimeUnit.MILLISECONDS);
  }
}
