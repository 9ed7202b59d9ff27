package org.baymark.gateway.cli;

import java.nio.file.Files;
import org.baymark.gateway.access.PreSharedKeys;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.folder.SmallFile;
import org.baymark.protocol.bytes.Bytes;

/** How the commands read and write {@code coap.keys}; a running gateway looks at it by itself. */
final class PskFile {
  private final GatewayFolder folder;

  PskFile(GatewayFolder folder) {
    this.folder = folder;
    folder.readConfig(); // says so where this is no gateway's folder
  }

  PreSharedKeys read() {
    if (!Files.exists(folder.preSharedKeys())) {
      return PreSharedKeys.NONE;
    }
    try {
      return PreSharedKeys.parse(SmallFile.text(folder.preSharedKeys()));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.unusable(
          folder.preSharedKeys()
              + " is no file of keys: "
              + e.getMessage()
              + "; nothing was changed");
    }
  }

  void write(PreSharedKeys keys) {
    SmallFile.writePrivately(folder.preSharedKeys(), Bytes.ofUtf8(keys.text()));
  }

  /** What an operator may have forgotten; empty if nothing. */
  String hint() {
    return folder.readConfig().coapSettings().coapDtls().isPresent()
        ? ""
        : "No door asks for it yet: set coapDtls in "
            + folder.config()
            + " and start the gateway again.";
  }
}
