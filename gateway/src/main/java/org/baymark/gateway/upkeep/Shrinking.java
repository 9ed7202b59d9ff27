package org.baymark.gateway.upkeep;

import org.baymark.gateway.store.Compaction;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.DiskRoom;
import org.baymark.gateway.store.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives free pages back to the disk where they are many. Some stay: what comes next fills them, and
 * pages that are given back and taken again wear the card twice.
 */
final class Shrinking {
  private static final Logger log = LoggerFactory.getLogger(Shrinking.class);
  private static final long LEAST = 4L << 20;

  /** Of what is in use, the share that may be free, and half of it is left. */
  private static final int SHARE = 4;

  private final Database database;
  private final DiskRoom room;

  Shrinking(Database database, DiskRoom room) {
    this.database = database;
    this.room = room;
  }

  /** What is left free of so much; the most where it is not too much. */
  static long leave(long used, long free) {
    return free > LEAST + used / SHARE ? (LEAST + used / SHARE) / 2 : Long.MAX_VALUE;
  }

  /** Blocks; others write in between. Does nothing while room is short. */
  void run() {
    Compaction.Pages pages = Waiting.on(database.read(Compaction::pages));
    long leave = leave(pages.used(), pages.free());
    if (pages.free() <= leave || room.shortage().isPresent()) {
      return;
    }
    long before = database.bytesOnDisk();
    if (!pages.canShrink()) {
      // A file of an older program: written anew once, it can be shrunk step by step from then on.
      Waiting.on(database.compact());
    } else {
      long free = pages.free();
      long was = Long.MAX_VALUE;
      while (free > leave && free < was) {
        was = free;
        free = Waiting.on(database.shrink(leave));
      }
    }
    log.atInfo()
        .addKeyValue("bytesBefore", before)
        .addKeyValue("bytesAfter", database.bytesOnDisk())
        .log("the store gave room back");
  }
}
