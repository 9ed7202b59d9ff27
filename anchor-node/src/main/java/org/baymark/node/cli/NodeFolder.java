package org.baymark.node.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.baymark.node.config.ConfigFile;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.WorkingFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The working folder that a command of a member is about, and its words with who called it. */
final class NodeFolder {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "The working folder of the member's node.")
  private Path dir = Path.of("");

  Path path() {
    return dir;
  }

  WorkingFolder folder() {
    return new WorkingFolder(dir);
  }

  NodeConfig config() throws FolderException {
    return ConfigFile.read(folder().config());
  }

  NodeKeys keys() throws FolderException {
    return NodeKeys.read(folder());
  }

  /** Where what was asked for goes. */
  PrintWriter out() {
    return command().commandLine().getOut();
  }

  /** Where it is said what was done, and what comes next. */
  PrintWriter err() {
    return command().commandLine().getErr();
  }

  /** The command line is wrong. */
  ParameterException usage(String sentence) {
    return new ParameterException(command().commandLine(), sentence);
  }

  private CommandSpec command() {
    if (command == null) {
      throw new IllegalStateException("asked before the command line was read");
    }
    return command;
  }
}
