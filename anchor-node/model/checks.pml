/*
 * What must hold in every state. Each is looked at after every step that could break it. These are
 * always 0: they are asserted where the promise of that name is broken, so that Spin tells which it was.
 */
hidden byte certified_heads_agree, start_keeps_certified, certificates_agree, everybody_goes_on;

/*
 * No two heads that contradict each other are both certified, and no start of a later epoch
 * contradicts a certified head. Starts were chosen before or after: so this also says that a start
 * never contradicts a head that can still become certified.
 */
inline heads_agree() {
  line = 0;
  for (x : 0 .. EPOCHS - 1) {
    for (y : 0 .. HONEST - 1) {
      for (z : 1 .. height(member[y].cosigned[x])) {
        it = prefix(member[y].cosigned[x], z);
        if
        :: certified(x, it) ->
             if
             :: !on_one_line(it, line) ->
                  printf("certified %x contradicts certified %x\n", it, line);
                  assert(certified_heads_agree)
             :: height(it) > height(line) -> line = it
             :: else
             fi;
             starts_agree(x, it)
        :: else
        fi
      }
    }
  }
}

/* In layers, the older starts were looked at in their turn, and are forgotten. */
#ifdef IN_LAYERS
#define entered(i, e) (member[i].epoch == (e) && !(turn == ENTER && member[i].stopped))
#else
#define entered(i, e) (member[i].epoch >= (e))
#endif

inline starts_agree(since, certain) {
  for (m : 0 .. HONEST - 1) {
    for (n : since + 1 .. EPOCHS - 1) {
      if
      :: entered(m, n) && !extends(head_of(member[m].start[n]), certain) ->
           printf("start %x contradicts certified %x of epoch %d\n", member[m].start[n], certain, since);
           assert(start_keeps_certified)
      :: else
      fi
    }
  }
}

#ifdef PROGRESS
/*
 * From here on the liars are silent and what honest members send arrives: they stop, enter one epoch by
 * their own stops, and by the rules themselves each can report, and then co-sign, one block more.
 */
inline good_epoch() {
  y = who;
  carried = 0;
  for (who : 0 .. HONEST - 1) {
    highest_held();
    if
    :: me.stopped -> higher(mine(stop))
    :: else
    fi
  }
  it = grow(head_of(carried), block_of(EPOCHS, 0, 0));
  for (who : 0 .. HONEST - 1) {
    me.epoch = EPOCHS;
    me.stopped = false;
    mine(start) = carried;
    may_report(it);
    if
    :: !may -> assert(everybody_goes_on)
    :: else
    fi;
    mine(reported) = it
  }
  for (who : 0 .. HONEST - 1) {
    may_cosign(it);
    if
    :: !may || !prepared(EPOCHS, it) -> assert(everybody_goes_on)
    :: else
    fi;
    mine(cosigned) = it
  }
  who = y
}
#endif
