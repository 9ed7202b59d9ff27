package org.baymark.node.order;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.MemberSets;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether those take part in the order who are members by the log. Who leads makes it so, once the
 * head is certified that holds the change; where it does not, for whatever reason, the operator has
 * to hear of it. For one thread, but where it says otherwise.
 */
final class Alignment {
  private static final Logger LOG = LoggerFactory.getLogger(Alignment.class);

  /** Longer than a member that runs takes to be let in. */
  static final Duration MOMENT = Duration.ofSeconds(30);

  private final DevUrn self;
  private OptionalLong since = OptionalLong.empty(); // by the nanosecond clock
  private volatile Optional<String> alarm = Optional.empty(); // for any thread
  private volatile boolean isChanging; // set here, cleared by the answer

  Alignment(DevUrn self) {
    this.self = self;
  }

  /**
   * @return whether the order has to be left and entered again: Ratis never looks for a member at
   *     another address than the first that it was told
   */
  boolean look(Order order, LogStatus status) {
    Optional<Members> members = status.members().map(MemberSets::settled);
    Optional<TreeSet<DevUrn>> names = order.configuration().names();
    if (members.isEmpty() || names.isEmpty()) {
      return false;
    }
    boolean wasWrong = alarm.isPresent();
    boolean isSame = compare(names.get(), members.get(), System.nanoTime());
    if (alarm.isPresent() && !wasWrong) {
      LOG.atError().addKeyValue("why", alarm.get()).log("the order is not among the members");
    } else if (alarm.isEmpty() && wasWrong) {
      LOG.atInfo().log("the order is among the members again");
    }
    if (!isSame && !isChanging && order.leads()) {
      isChanging = true;
      LOG.atInfo().addKeyValue("from", names.get()).log("changing who takes part in the order");
      order.become(members.get().members()).whenComplete((done, fault) -> changed(fault));
    }
    return order.configuration().looksElsewhere(members.get().members());
  }

  private void changed(@Nullable Throwable fault) {
    isChanging = false;
    if (fault != null) {
      LOG.atInfo().addKeyValue("fault", fault).log("who takes part in the order is not changed");
    }
  }

  /**
   * @param configured by the order's own account; who was removed is no more told who came after
   *     it, and nothing is wrong with that
   * @return whether they are the same
   */
  boolean compare(Set<DevUrn> configured, Members wanted, long nanos) {
    TreeSet<DevUrn> members =
        wanted.members().stream().map(Member::name).collect(Collectors.toCollection(TreeSet::new));
    boolean isSame = members.equals(configured);
    if (isSame || !members.contains(self)) {
      since = OptionalLong.empty();
      alarm = Optional.empty();
      return isSame;
    }
    long first = since.orElse(nanos);
    since = OptionalLong.of(first);
    if (nanos - first >= MOMENT.toNanos()) {
      alarm =
          Optional.of(
              "the order is among "
                  + text(configured)
                  + " and by the log it should be among "
                  + text(members));
    }
    return false;
  }

  private static String text(Collection<DevUrn> names) {
    return names.stream().map(DevUrn::text).collect(Collectors.joining(", "));
  }

  /** What is wrong for longer than a moment. For any thread. */
  Optional<String> alarm() {
    return alarm;
  }
}
