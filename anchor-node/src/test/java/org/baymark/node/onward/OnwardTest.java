package org.baymark.node.onward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.WorkingFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that say whether and where heads are anchored. */
class OnwardTest {
  @TempDir Path temporary;

  private WorkingFolder folder(String text) throws Exception {
    WorkingFolder folder = new WorkingFolder(temporary);
    Files.writeString(folder.onward(), text);
    return folder;
  }

  @Test
  void withoutTheFileNothingIsAnchoredAndNoKeyIsMade() throws Exception {
    WorkingFolder folder = new WorkingFolder(temporary);
    assertEquals(Optional.empty(), Onward.read(folder));
    assertTrue(Files.notExists(folder.onwardKey()));
  }

  @Test
  void theAccountStaysTheSame() throws Exception {
    WorkingFolder folder = folder("evm: http://localhost:8545\nchain: 1\n");
    assertEquals(Duration.ofHours(1), Onward.read(folder).orElseThrow().every());
    String account = Files.readString(folder.onwardAccount());
    assertTrue(account.matches("0x[0-9a-f]{40}\n"), account);
    Files.delete(folder.onwardAccount());
    assertEquals("eip155:1", Onward.read(folder).orElseThrow().anchor().chain());
    assertEquals(account, Files.readString(folder.onwardAccount()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "evm: nonsense\nchain: 1\n",
        "evm: http://localhost:1\n",
        "chain: 1\n",
        "evm: http://localhost:1\nchain: 0\n",
        "evm: http://localhost:1\nchain: one\n",
        "evm: http://localhost:1\nchain: 1\nchain: 2\n",
        "evm: http://localhost:1\nchain: 1\nevery: never\n",
        "evm: http://localhost:1\nchain: 1\nevery: PT0.1S\n",
        "evm: http://localhost:1\nchain: 1\nconfirmations: 0\n",
        "evm: http://localhost:1\nchain: 1\nto: \"0x12\"\n",
        "evm: http://localhost:1\nchain: 1\nmax-fee-gwei: 0\n",
        "evm: http://localhost:1\nchain: 1\nmax-fee-gwei: much\n",
        "evm: http://localhost:1\nchain: 1\nmax-fee-gwei: 1e99\n",
        "evm: http://localhost:1\nchain: 1\nmax-fee-gwei: 0.0000000001\n",
        "evm: http://localhost:1\nchain: 1\ncolour: red\n"
      })
  void aFileThatIsWrongIsRefusedByName(String text) throws Exception {
    WorkingFolder folder = folder(text);
    String said =
        String.valueOf(assertThrows(FolderException.class, () -> Onward.read(folder)).getMessage());
    assertTrue(said.contains("onward.yaml"), said);
  }

  @Test
  void aStateThatCannotBeReadIsNoReasonToGuess() throws Exception {
    WorkingFolder folder = folder("evm: http://localhost:1\nchain: 1\n");
    Files.writeString(folder.anchors(), "{\"sentAt\":1,\"confirmed\":{\"size\":3}}");
    String said =
        String.valueOf(assertThrows(FolderException.class, () -> Onward.read(folder)).getMessage());
    assertTrue(said.contains("anchors.json"), said);
  }
}
