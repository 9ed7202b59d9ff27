package org.baymark.gateway.upkeep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.store.StoredNumbers;
import org.baymark.gateway.store.StoredNumbers.Faults;

/** Whether statements are found by device and number: by this index duplicates are known. */
record NumberCheck(StoreFile file, Consumer<Finding> tell) {

  void run() {
    if (!file.read(StoredNumbers::areKept)) {
      return; // SQLite's own index, which was checked with the file
    }
    Faults found = file.read(StoredNumbers::faults);
    List<String> faults = new ArrayList<>();
    if (found.strange() > 0) {
      faults.add(found.strange() + " of its entries name no such statement");
    }
    if (found.missing() > 0) {
      faults.add(Counted.of(found.missing(), "statement", "statements") + " are not in it");
    }
    if (found.miscounted() > 0) {
      faults.add(found.miscounted() + " starts of devices are counted wrong");
    }
    if (faults.isEmpty() && found.entries() == 0) {
      return; // a young store: all are looked for one by one
    }
    tell.accept(
        faults.isEmpty()
            ? Finding.well(
                "numbers",
                "the index by device and number names "
                    + Counted.of(found.entries(), "statement", "statements")
                    + ", each under its own; those after them are looked for one by one")
            : Finding.wrong(
                "numbers",
                "the index by device and number does not fit the statements, so a duplicate may be"
                    + " missed: "
                    + String.join("; ", faults)));
  }
}
