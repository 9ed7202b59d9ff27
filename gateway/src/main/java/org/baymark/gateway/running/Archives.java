package org.baymark.gateway.running;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.baymark.gateway.passport.Shelf;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.gateway.store.Archive;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Restoration;
import org.baymark.gateway.store.StoreFile;
import org.baymark.protocol.cose.DevUrn;

/** Opens what other gateways left to this one: passports are made from it too. */
final class Archives {
  private Archives() {}

  /**
   * @param shelf makes one of a store and the name of the gateway that filled it
   */
  static List<Shelf> open(
      Path folder, StopStack started, BiFunction<Database, DevUrn, Shelf> shelf) {
    List<Shelf> shelves = new ArrayList<>();
    for (Path left : Archive.in(folder)) {
      Optional<DevUrn> gateway;
      try (StoreFile file = StoreFile.open(StoreFile.in(left))) {
        gateway = Restoration.owner(file);
      }
      if (gateway.isPresent()) {
        Database store = started.closing("archive " + left, Database.open(left));
        shelves.add(shelf.apply(store, gateway.get()));
      }
    }
    return shelves;
  }
}
