package org.baymark.node.order;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Member;

/** Members as Ratis names them: by the name that stands in the member set. */
final class Peers {
  private Peers() {}

  /** Ratis makes names for its metrics from this, in which no colon may stand. */
  static RaftPeerId id(DevUrn member) {
    return RaftPeerId.valueOf(URLEncoder.encode(member.text(), StandardCharsets.UTF_8));
  }

  static Optional<DevUrn> name(ByteString id) {
    return name(id.toStringUtf8());
  }

  static Optional<DevUrn> name(String id) {
    try {
      String name = URLDecoder.decode(id, StandardCharsets.UTF_8);
      return DevUrn.isValid(name) ? Optional.of(new DevUrn(name)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** These members, in the order of this id. */
  static RaftGroup group(Bytes order, List<Member> members) {
    return RaftGroup.valueOf(groupId(order), peers(members));
  }

  static List<RaftPeer> peers(List<Member> members) {
    return members.stream().map(Peers::peer).toList();
  }

  static RaftGroupId groupId(Bytes order) {
    return RaftGroupId.valueOf(uuid(order));
  }

  private static UUID uuid(Bytes order) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      high = (high << 8) | (order.at(i) & 0xff);
      low = (low << 8) | (order.at(8 + i) & 0xff);
    }
    return new UUID(high, low);
  }

  private static RaftPeer peer(Member member) {
    return RaftPeer.newBuilder()
        .setId(id(member.name()))
        .setAddress(member.addresses().order())
        .build();
  }
}
