/*
 * Heads, certificates, and how they are counted. Everything here is an expression.
 *
 * A head is its whole history: the lowest five bits are the block at height 1, the next five that at
 * height 2, and so on; 0 is the empty log. A block is 1 + branch + 2 * change + 4 * epoch: the epoch
 * that its index seal names, whether it changes the members, and one of two branches, which stand for
 * every other difference (other entries, another stop set). So equal numbers are equal roots.
 */
#define Head int

#define height(h)         (((h) > 0) + ((h) > 31) + ((h) > 1023) + ((h) > 32767) + ((h) > 1048575))
#define prefix(h, size)   ((h) & ((1 << (5 * (size))) - 1))
#define extends(h, base)  (prefix(h, height(base)) == (base))
#define on_one_line(a, b) (extends(a, b) || extends(b, a))
#define grow(h, block)    ((h) | ((block) << (5 * height(h))))
#define last_block(h)     (((h) >> (5 * (height(h) - 1))) & 31)
#define epoch_in_root(h)  ((last_block(h) - 1) >> 2)

/* Rule 4. */
#ifdef NO_EPOCH_IN_ROOT
#define block_of(e, change, branch) (1 + (branch) + 2 * (change))
#else
#define block_of(e, change, branch) (1 + (branch) + 2 * (change) + 4 * (e))
#endif

/* A certificate names (epoch, head); 0 is none. */
#define Certificate              int
#define certificate_of(e, h)     (((e) << 20) | (h))
#define head_of(certificate)     ((certificate) & 1048575)
/* Rules 5 and 6: highest by (epoch, then size). */
#ifdef SIZE_ALONE
#define rank(certificate)        height(head_of(certificate))
#else
#define rank(certificate)        ((((certificate) >> 20) << 3) + height(head_of(certificate)))
#endif

/*
 * Rule 10. The first COMMON honest members stand in the old set and in the new one; the others stand in
 * the new one only, or in the old one only.
 */
#ifdef CHANGE
#define change_at(h, s)   (((prefix(h, s) >> (5 * ((s) - 1))) + 31 & 2) != 0 && height(h) >= (s))
#define held_change(h)    (change_at(h, 1) || change_at(h, 2) || change_at(h, 3))
#define above_change(h)   held_change(prefix(h, height(h) - 1))
#define counts(i, h)      ((i) < COMMON || above_change(h) == LAST_IS_NEW)
#define needed(h)         (above_change(h) -> NEED_NEW : NEED)
#else
#define COMMON            HONEST
#define held_change(h)    false
#define LAST_IS_NEW       true
#define NEED_NEW          NEED
#define counts(i, h)      true
#define needed(h)         NEED
#endif

/* The honest ones in a quorum, in the smaller set and in the larger; of any so many, one is among the first few. */
#if NEED < NEED_NEW || !defined(CHANGE)
#define FEWEST NEED
#else
#define FEWEST NEED_NEW
#endif
#if NEED > NEED_NEW || !defined(CHANGE)
#define MOST NEED
#else
#define MOST NEED_NEW
#endif
#ifdef REPORT_WITHOUT_EPOCH
#define ONE_WILL_DO (HONEST - 1)
#else
#define ONE_WILL_DO (HONEST - FEWEST)
#endif

#if HONEST == 3
#define how_many(signed, e, h) (signed(0,e,h) + signed(1,e,h) + signed(2,e,h))
#elif HONEST == 4
#define how_many(signed, e, h) (signed(0,e,h) + signed(1,e,h) + signed(2,e,h) + signed(3,e,h))
#elif HONEST == 5
#define how_many(signed, e, h) (signed(0,e,h) + signed(1,e,h) + signed(2,e,h) + signed(3,e,h) + signed(4,e,h))
#endif

/* Did it sign (e, h)? A line of reports holds each head between the start and its tip. */
#ifdef OLD_HEAD_AGAIN
#define of_this_epoch(i, e, h)   true
#elif defined(NO_EPOCH_IN_ROOT)
#define of_this_epoch(i, e, h)   (height(h) > height(head_of(member[i].start[e])))
#else
#define of_this_epoch(i, e, h)   (epoch_in_root(h) == (e))
#endif
#define on_line(i, e, h, line)   ((line) != 0 && extends(line, h) && of_this_epoch(i, e, h))
#ifdef TWO_LINES
#define reported_it(i, e, h)     (on_line(i, e, h, member[i].reported[e]) || on_line(i, e, h, member[i].other[e]))
#else
#define reported_it(i, e, h)     on_line(i, e, h, member[i].reported[e])
#endif
#define cosigned_it(i, e, h)     on_line(i, e, h, member[i].cosigned[e])

/* The same, in that epoch or any earlier one. */
#if EPOCHS == 1
#define up_to(it, i, e, h)       it(i, 0, h)
#elif EPOCHS == 2
#define up_to(it, i, e, h)       (it(i, 0, h) || ((e) >= 1 && it(i, 1, h)))
#elif EPOCHS == 3
#define up_to(it, i, e, h)       (it(i, 0, h) || ((e) >= 1 && it(i, 1, h)) || ((e) >= 2 && it(i, 2, h)))
#else
#define up_to(it, i, e, h)       (it(i, 0, h) || ((e) >= 1 && it(i, 1, h)) || ((e) >= 2 && it(i, 2, h)) || ((e) >= 3 && it(i, 3, h)))
#endif

/* Rule 2: k valid reports of distinct members over one identical (epoch, size, root). */
#define report_counts(i, e, h)     (counts(i, h) && reported_it(i, e, h))
#define old_report_counts(i, e, h) (counts(i, h) && up_to(reported_it, i, e, h))
#ifdef REPORT_WITHOUT_EPOCH
#define prepared(e, h)             (how_many(report_counts, e, h) > 0 && how_many(old_report_counts, e, h) >= needed(h))
#else
#define prepared(e, h)             (how_many(report_counts, e, h) >= needed(h))
#endif

/*
 * What a verifier counts: plain co-signatures over (size, root). It does not see in which epoch they
 * were given; that they are all of one epoch is what rule 4 is for.
 */
#define cosignature_counts(i, e, h) (counts(i, h) && up_to(cosigned_it, i, e, h))
#define cosignature_of_epoch(i, e, h) (counts(i, h) && cosigned_it(i, e, h))
#ifdef COSIGNATURE_WITH_EPOCH
#define certified(e, h)             (how_many(cosignature_of_epoch, e, h) >= needed(h))
#else
#define certified(e, h)             (how_many(cosignature_counts, e, h) >= needed(h))
#endif
