package org.baymark.gateway.cli;

import java.nio.file.Files;
import org.baymark.gateway.access.Users;
import org.baymark.gateway.config.MqttLogin;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.folder.SmallFile;
import org.baymark.protocol.bytes.Bytes;

/** How the commands read and write {@code mqtt.users}; a running gateway looks at it by itself. */
final class UserFile {
  private final GatewayFolder folder;

  UserFile(GatewayFolder folder) {
    this.folder = folder;
    folder.readConfig(); // says so where this is no gateway's folder
  }

  Users read() {
    if (!Files.exists(folder.users())) {
      return Users.NONE;
    }
    try {
      return Users.parse(SmallFile.text(folder.users()));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.unusable(
          folder.users() + " is no file of users: " + e.getMessage() + "; nothing was changed");
    }
  }

  void write(Users users) {
    SmallFile.writePrivately(folder.users(), Bytes.ofUtf8(users.text()));
  }

  /** What an operator may have forgotten; empty if nothing. */
  String hint() {
    return folder.readConfig().mqttSettings().mqttLogin() == MqttLogin.PASSWORD
        ? ""
        : "Nobody is asked for a password yet: set mqttLogin: password in "
            + folder.config()
            + " and start the gateway again.";
  }
}
