/*
 * With IN_LAYERS the scheduler lets the members sign all reports of an epoch first, then all
 * co-signatures of it, then all stops, and then enter the next one. What no guard will look at again is
 * forgotten. README.md says why nothing is missed by either.
 */
#ifdef IN_LAYERS
#define turn_of(what)  (turn == what)

/* Stops do not depend on each other, nor do entries: the first who has not yet is next. */
#define pick_first(c)  who = 0; do :: who < HONEST - 1 && !(c) -> who++ :: else -> break od
#define pick_to_stop   pick_first(!me.stopped)
#define pick_to_enter  pick_first(me.stopped)

/* Everybody stops and everybody enters: who would rather not need not do anything afterwards. */
inline next_turn() {
  x = member[0].epoch;
  may = true;
  for (m : 0 .. HONEST - 1) {
    may = may && (turn != STOP || member[m].stopped) && (turn != ENTER || !member[m].stopped)
  }
  if
  :: may ->
       if
       :: turn == REPORT -> keep_certificates()
       :: turn == STOP -> keep_certified()
       :: turn == ENTER -> keep_higher_stops()
       :: else
       fi;
       turn = (turn + 1) % 4;
       c_code { in_order(); }
  :: else
  fi
}

/* When the last report of the epoch is signed, all that is left of them is the longest head in a certificate. */
inline keep_certificates() {
  line = 0;
  for (m : 0 .. HONEST - 1) {
    for (n : 1 .. height(member[m].reported[x])) {
      it = prefix(member[m].reported[x], n);
      if
      :: reported_it(m, x, it) && prepared(x, it) ->
           if
           :: !on_one_line(it, line) -> assert(certificates_agree)
           :: height(it) > height(line) -> line = it
           :: else
           fi
      :: else
      fi
    }
  }
  /* One branch of this epoch is left. Which one it is does not matter. */
  for (n : 1 .. height(line)) {
    it = prefix(line, n);
    line = line - (epoch_in_root(it) == x && (last_block(it) & 1) == 0) * (1 << (5 * (n - 1)))
  }
  for (m : 0 .. HONEST - 1) {
    member[m].reported[x] = line
  }
}

/* Likewise of the co-signatures, when the stops have taken note of them; and nobody looks back at older stops. */
inline keep_certified() {
  line = 0;
  for (m : 0 .. HONEST - 1) {
    for (n : 1 .. height(member[m].cosigned[x])) {
      it = prefix(member[m].cosigned[x], n);
      if
      :: cosigned_it(m, x, it) && certified(x, it) && height(it) > height(line) -> line = it
      :: else
      fi
    }
  }
  for (m : 0 .. HONEST - 1) {
    member[m].cosigned[x] = line;
    member[m].start[x] = 0;
    if
    :: x > 0 -> member[m].stop[x - 1] = 0
    :: else
    fi
  }
}

/* Its own last stop matters to a member only where it is higher than the start of its epoch. */
inline keep_higher_stops() {
  for (m : 0 .. HONEST - 1) {
    if
    :: x == EPOCHS - 1 || rank(member[m].stop[x - 1]) <= rank(member[m].start[x]) -> member[m].stop[x - 1] = 0
    :: else
    fi
  }
}
#else
#define turn_of(what)  true
#define pick_to_stop   select (who : 0 .. HONEST - 1)
#define pick_to_enter  select (who : 0 .. HONEST - 1)
#endif
