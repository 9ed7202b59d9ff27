package org.baymark.node.order;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Member;

/**
 * Who takes part in an order by Ratis's own account. It follows the log, in this process only: no
 * port leads here.
 */
final class Configuration {
  private final RaftServer server;
  private final RaftGroupId group;
  private final Map<DevUrn, String> addresses = new ConcurrentHashMap<>(); // where Ratis reaches it

  /**
   * @param members with whose addresses the server was started
   */
  Configuration(RaftServer server, RaftGroupId group, List<Member> members) {
    this.server = server;
    this.group = group;
    members.forEach(member -> addresses.put(member.name(), member.addresses().order()));
  }

  /**
   * Those before and those after a change that is not finished. Empty when it is being closed, or
   * has ended by itself: the others tell a candidate that takes part no more, but not a follower,
   * who learns of its removal by asking for votes.
   */
  Optional<TreeSet<DevUrn>> names() {
    return now()
        .map(
            conf -> {
              TreeSet<DevUrn> names = new TreeSet<>();
              conf.getAllPeers().forEach(peer -> name(peer).ifPresent(names::add));
              conf.getPreviousPeers().forEach(peer -> name(peer).ifPresent(names::add));
              return names;
            });
  }

  private static Optional<DevUrn> name(RaftPeer peer) {
    return Peers.name(peer.getId().toString());
  }

  private Optional<RaftConfiguration> now() {
    try {
      RaftServer.Division division = server.getDivision(group);
      return Optional.of(division)
          .filter(it -> it.getInfo().isAlive())
          .map(RaftServer.Division::getRaftConf);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a member has another address than the one at which Ratis looks for it for good. */
  boolean looksElsewhere(List<Member> members) {
    boolean elsewhere = false;
    for (Member member : members) {
      String address = member.addresses().order();
      String known = addresses.putIfAbsent(member.name(), address);
      elsewhere |= known != null && !known.equals(address);
    }
    return elsewhere;
  }

  /**
   * Only the one that leads can; and only if nobody else changed it in the meantime. A new member
   * is waited for until it has caught up; while it cannot be reached this fails.
   */
  CompletableFuture<Void> become(ClientId submitter, long call, List<Member> members) {
    Optional<RaftConfiguration> now = now();
    if (now.isEmpty()) {
      return CompletableFuture.failedFuture(new IOException("the order is being closed"));
    }
    SetConfigurationRequest.Arguments change =
        SetConfigurationRequest.Arguments.newBuilder()
            .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
            .setServersInCurrentConf(List.copyOf(now.get().getAllPeers()))
            .setServersInNewConf(Peers.peers(members))
            .build();
    try {
      return server
          .setConfigurationAsync(
              new SetConfigurationRequest(submitter, server.getId(), group, call, change))
          .thenCompose(Configuration::orFail);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  static CompletableFuture<Void> orFail(RaftClientReply reply) {
    return reply.isSuccess()
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(
            Optional.<Throwable>ofNullable(reply.getException())
                .orElseGet(() -> new IOException("Ratis says no")));
  }
}
