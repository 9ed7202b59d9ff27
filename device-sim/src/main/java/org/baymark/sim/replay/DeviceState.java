package org.baymark.sim.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.sim.shell.SmallFile;
import org.baymark.sim.shell.Unusable;

/**
 * What a device keeps from one start to the next: three lines of text.
 *
 * @param boot of its last start
 * @param previous first 16 bytes of the id of its last statement; empty while it runs, and after a
 *     run that did not end
 */
record DeviceState(long boot, Optional<Bytes> previous) {
  private static final Pattern FORM =
      Pattern.compile("device (\\S+)\nboot ([0-9]{1,10})\nprevious (unknown|[0-9a-f]{32})\n");

  /** A device that never ran. */
  static final DeviceState NEW = new DeviceState(0, Optional.empty());

  /** The state while it runs the next time. */
  DeviceState started() throws Unusable {
    if (boot >= Position.U32_MAX) {
      throw new Unusable("this device has started " + boot + " times and has no number left");
    }
    return new DeviceState(boot + 1, Optional.empty());
  }

  String text(DevUrn name) {
    return String.join(
        "\n",
        List.of(
            "device " + name,
            "boot " + boot,
            "previous " + previous.map(Bytes::hex).orElse("unknown"),
            ""));
  }

  /** Reads the state of the device of this name. */
  static DeviceState read(Path file, DevUrn name) throws IOException {
    String text = Files.exists(file) ? SmallFile.text("the state file", file) : "";
    Matcher form = FORM.matcher(text);
    if (!form.matches() || !form.group(1).equals(name.text())) {
      throw new Unusable(
          file
              + " does not hold the state of "
              + name
              + ", and without it no number is safe: put it back, or give the device another name");
    }
    Optional<Bytes> previous =
        form.group(3).equals("unknown")
            ? Optional.empty()
            : Optional.of(Bytes.ofHex(form.group(3)));
    return new DeviceState(Long.parseLong(form.group(2)), previous);
  }
}
