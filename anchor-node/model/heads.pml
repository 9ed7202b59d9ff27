/*
 * How members certify a head: the ten rules of voting.md, under a scheduler that may do anything.
 * README.md in this folder says what is left out and why that is sound; ./check runs it.
 *
 * Only honest members have a state. A liar needs none: whatever it can sign, it has signed, for
 * every branch, in every epoch; so a certificate exists as soon as the honest signatures are there
 * that the liars cannot make. A message is lost when nobody takes it up, and late when somebody
 * takes it up late: nothing here ever has to be received.
 */

/* Bounds, and who takes part; ./check sets them. */
#ifndef EPOCHS
#define EPOCHS 2
#endif
#ifndef HEIGHTS
#define HEIGHTS 2
#endif
#ifndef HONEST
#define HONEST 3  /* members that keep the rules */
#endif
#ifndef NEED
#define NEED 2    /* k less the liars: the honest signatures in a quorum */
#endif

/* One epoch more than the scheduler has, for the check of progress. */
#ifdef PROGRESS
#define EPOCHS_KEPT (EPOCHS + 1)
#else
#define EPOCHS_KEPT EPOCHS
#endif
#if defined(REPORT_EXTENDS_COSIGNED_ONLY) || defined(FORGOTTEN_REPORT)
#define TWO_LINES
#endif

#include "head.pml"

typedef Member {
  byte epoch;
  bool stopped;                /* it signed stop(epoch) */
  Certificate start[EPOCHS_KEPT];   /* what it entered e with */
  Certificate stop[EPOCHS_KEPT];    /* what its stop(e) carries */
  Head reported[EPOCHS_KEPT];       /* the longest head it reported in e: that, and each shorter one above the start */
  Head cosigned[EPOCHS_KEPT];       /* likewise */
#ifdef TWO_LINES
  Head other[EPOCHS_KEPT];          /* a second line of reports, where a broken rule lets it begin one */
#endif
};
Member member[HONEST];

/*
 * What the scheduler picks, and what a step works with. Hidden: without meaning between two steps, and
 * so no part of a state. Spin does not undo what a d_step did to them; so a step picks first, and then
 * works everything out in one d_step.
 */
hidden byte who, by, when, size, branch, change, second, set;
hidden byte may, m, n, x, y, z;
hidden Head it, line;
hidden Certificate carried;

/* Spin lets no choice or loop end right before a d_step. */
#define at_once      skip; d_step

#define me           member[who]
#define mine(what)   member[who].what[member[who].epoch]
#define my_start     head_of(mine(start))
#define extends_all_cosigned(h) (extends(h, me.cosigned[0]) && extends(h, me.cosigned[EPOCHS / 2]) && extends(h, me.cosigned[EPOCHS - 1]))

/* What there is to do; layers.pml takes it in turns. */
#define REPORT   0
#define CO_SIGN  1
#define STOP     2
#define ENTER    3
#ifdef IN_LAYERS
byte turn;
#endif

#include "order.pml"
#include "checks.pml"
#include "layers.pml"

/* A head on a line that some member reported: of which member, and how high. */
inline pick_reported(last) {
  select (size : 1 .. HEIGHTS);
  select (by : 0 .. last);
#ifdef TWO_LINES
  select (second : 0 .. 1)
#endif
}

/* That head; 0, the empty log, where the line is shorter. */
inline take_reported(of_epoch) {
  it = prefix(member[by].reported[of_epoch], size);
#ifdef TWO_LINES
  if
  :: second == 1 -> it = prefix(member[by].other[of_epoch], size)
  :: else
  fi;
#endif
  if
  :: height(it) < size -> it = 0
  :: else
  fi
}

/* ---- Rule 1: report */

inline may_report(h) {
  may =
#ifdef OLD_HEAD_AGAIN
    on_one_line(h, my_start) &&
#else
    height(h) > height(my_start) &&       /* only for a head strictly longer than the start of e */
    extends(h, my_start) &&               /* that extends that start */
#ifndef NO_EPOCH_IN_ROOT
    epoch_in_root(h) == me.epoch &&       /* (rule 4: re-execution refuses the seal of another) */
#endif
#endif
#ifdef REPORT_EXTENDS_COSIGNED_ONLY
    extends(h, mine(cosigned)) &&
    (extends(h, mine(reported)) || mine(other) == 0) &&
#else
    extends(h, mine(reported)) &&         /* and every head it reported in e */
#endif
    h != mine(reported) &&
    !me.stopped                           /* before it signed stop(e) */
}

inline sign_report() {
  may_report(it);
  if
  :: it != 0 && may ->
#ifdef REPORT_EXTENDS_COSIGNED_ONLY
       if
       :: !extends(it, mine(reported)) -> mine(other) = mine(reported)
       :: else
       fi;
#endif
       printf("in epoch %d one reports %x\n", me.epoch, it);
       mine(reported) = it;
#ifdef ONE_PHASE
       mine(cosigned) = it;
       heads_agree();
#endif
       c_code { in_order(); }
  :: else
  fi
}

/* One block more than it reported, or than its start. */
inline next_block() {
  line = (mine(reported) != 0 -> mine(reported) : my_start);
#ifdef REPORT_EXTENDS_COSIGNED_ONLY
  if
  :: second == 1 -> line = (mine(cosigned) != 0 -> mine(cosigned) : my_start)
  :: else
  fi;
#endif
  it = 0;
  if
  :: height(line) < HEIGHTS && !(change == 1 && held_change(line)) ->
       it = grow(line, block_of(me.epoch, change, branch));
       first_branch_first()
  :: else
  fi
}

/* The two branches are alike as well: the second is taken only where somebody took the first. */
inline first_branch_first() {
  may = (branch == 0);
  for (m : 0 .. HONEST - 1) {
    for (n : 0 .. EPOCHS - 1) {
      may = may || extends(member[m].reported[n], it - (1 << (5 * height(line))));
#ifdef TWO_LINES
      may = may || extends(member[m].other[n], it - (1 << (5 * height(line))))
#endif
    }
  }
  if
  :: !may -> it = 0
  :: else
  fi
}

inline report_next() {
  select (branch : 0 .. 1);
#ifdef CHANGE
  select (change : 0 .. 1);
#endif
#ifdef REPORT_EXTENDS_COSIGNED_ONLY
  select (second : 0 .. 1);
#endif
  at_once { next_block(); sign_report() }
}

/* What another one reported, which need not be one block more: its start may have been another. */
inline report_same() {
  pick_reported(HONEST - 1);
#ifdef OLD_HEAD_AGAIN
  select (when : 0 .. me.epoch);
#else
  when = me.epoch;
#endif
  at_once { take_reported(when); sign_report() }
}

/* ---- Rule 3: co-sign */

inline may_cosign(h) {
  may =
#ifdef LOCK_FOR_EVER
    extends_all_cosigned(h) &&
#endif
#ifndef COSIGN_AFTER_STOP
    !me.stopped &&                        /* in e, before stop(e) */
#endif
    height(h) > height(my_start) &&       /* strictly longer than the start of e */
    extends(h, my_start) &&               /* extends the start */
    extends(h, mine(cosigned)) &&         /* and all that it co-signed in e */
    h != mine(cosigned)
}

inline sign_cosignature() {
  may_cosign(it);
  if
  :: it != 0 && may && prepared(me.epoch, it) ->    /* holding a stored certificate of e */
       printf("in epoch %d one co-signs %x\n", me.epoch, it);
       mine(cosigned) = it;
       heads_agree();
       c_code { in_order(); }
  :: else
  fi
}

inline cosign() {
  pick_reported(ONE_WILL_DO);
  at_once { take_reported(me.epoch); sign_cosignature() }
}

/* ---- Rule 5: stop */

inline higher(certificate) {
  if
  :: rank(certificate) >= rank(carried) -> carried = certificate
  :: else
  fi
}

/* What it is sure to hold: the certificate of its start, of its last stop, of what it co-signed. */
inline highest_held() {
#ifndef OF_THIS_EPOCH_ONLY
  higher(mine(start));
  if
  :: me.epoch > 0 -> higher(me.stop[me.epoch - 1])
  :: else
  fi;
#endif
#ifndef ONE_PHASE
  if
  :: mine(cosigned) != 0 -> higher(certificate_of(me.epoch, mine(cosigned)))
  :: else
  fi
#endif
}

/* Any other certificate that exists of an epoch up to e, where it came; size 0 where none did. */
inline pick_certificate() {
  if
  :: size = 0
  :: pick_reported(ONE_WILL_DO);
#ifdef OF_THIS_EPOCH_ONLY
     when = me.epoch
#else
     select (when : 0 .. me.epoch)
#endif
  fi
}

inline take_certificate() {
  take_reported(when);
  if
  :: it != 0 && prepared(when, it) -> higher(certificate_of(when, it))
  :: else
  fi
}

/* Once: afterwards it neither reports nor co-signs in e, for their guards look at "stopped". */
inline sign_stop() {
  if
  :: !me.stopped && me.epoch < EPOCHS - 1 ->
       pick_certificate();
       at_once {
         carried = 0;
         highest_held();
         take_certificate();
         printf("in epoch %d one stops with %x\n", me.epoch, carried);
         mine(stop) = carried;
         me.stopped = true;
         c_code { in_order(); }
       }
  :: else
  fi
}

/* ---- Rule 6: enter; and rule 7: each epoch number once, one after the other */

#define size_of(set)   (((set) & 1) + (((set) >> 1) & 1) + (((set) >> 2) & 1) + (((set) >> 3) & 1) + (((set) >> 4) & 1))
#define signed_stop(i) (member[i].epoch > me.epoch || (member[i].epoch == me.epoch && member[i].stopped))

/* The honest ones among k verified stop(e) of distinct members, of the old set or of the new one. */
inline highest_of_set() {
  carried = 0;
  x = 0;
  y = 0;
  may = true;
  for (m : 0 .. HONEST - 1) {
    if
    :: (set & (1 << m)) != 0 ->
         may = may && signed_stop(m);
         x = x + (m < COMMON || !LAST_IS_NEW);
         y = y + (m < COMMON || LAST_IS_NEW);
         if
         :: may -> higher(member[m].stop[me.epoch])
         :: else
         fi
    :: else
    fi
  }
  may = may && (x == NEED || y == NEED_NEW)
}

inline enter() {
  if
  :: me.stopped && me.epoch < EPOCHS - 1 ->         /* entering implies stop(e) */
       select (set : 1 .. (1 << HONEST) - 1);
       if
       :: size_of(set) >= FEWEST && size_of(set) <= MOST -> pick_certificate()
       :: else -> goto nothing
       fi;
#ifdef FORGED_CERTIFICATE
       select (branch : 0 .. 1);
       select (when : 0 .. me.epoch);
       select (by : 0 .. HONEST - 1);
#endif
       at_once {
         highest_of_set();
         if
         :: may ->
#ifdef FORGED_CERTIFICATE
              it = prefix(member[by].reported[when], size);
              if
              :: height(it) < HEIGHTS -> it = grow(it, block_of(when, 0, branch))
              :: else
              fi;
              higher(certificate_of(when, it));
#endif
              take_certificate();                   /* a liar's stop: a genuine certificate, or none */
              me.epoch = me.epoch + 1;
              me.stopped = false;
              mine(start) = carried;
              printf("one enters epoch %d with %x\n", me.epoch, carried);
              heads_agree();
              c_code { in_order(); }
         :: else
         fi
       }
  :: else
  fi
}

#ifdef FORGOTTEN_REPORT
inline enter_again() {
  at_once {
    if
    :: !me.stopped && mine(other) == 0 && mine(reported) != 0 ->
         mine(other) = mine(reported);
         mine(reported) = 0;
         c_code { in_order(); }
    :: else
    fi
  }
}
#endif

active proctype scheduler() {
nothing:
  do
  :: atomic { turn_of(REPORT)  -> select (who : 0 .. HONEST - 1); report_next() }
#ifndef NO_EPOCH_IN_ROOT
  :: atomic { turn_of(REPORT)  -> select (who : 0 .. HONEST - 1); report_same() }
#endif
#ifndef ONE_PHASE
  :: atomic { turn_of(CO_SIGN) -> select (who : 0 .. HONEST - 1); cosign() }
#endif
  :: atomic { turn_of(STOP)    -> pick_to_stop; sign_stop() }
  :: atomic { turn_of(ENTER)   -> pick_to_enter; enter() }
#ifdef FORGOTTEN_REPORT
  :: atomic { select (who : 0 .. HONEST - 1); enter_again() }
#endif
#ifdef PROGRESS
  :: atomic { at_once { good_epoch(); skip } break }
#endif
#ifdef IN_LAYERS
  :: at_once { next_turn() }
#endif
  od
}
