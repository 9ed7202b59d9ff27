package org.baymark.protocol.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Notes that others made, with the keys that they publish. */
class NoteVectorsTest {
  /**
   * A checkpoint of a certificate transparency log (staging), with the co-signatures of four public
   * witnesses. Its first line is of the RFC 6962 type, which we do not know.
   */
  private static final String ARCHE =
      """
      arche2025h1.staging.ct.transparency.dev
      1432088532
      U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

      — arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
      — arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
      — transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
      — witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
      — remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
      — witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
      """;

  private static final String ARCHE_POLICY =
      """
      log arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f
      witness garden transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM
      witness smartit witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO
      witness remora remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2
      witness stagemole witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv
      group all-of-them all garden smartit remora stagemole
      quorum all-of-them
      """;

  /** The standing test log that asks public witnesses whether they still sign. */
  private static final String GEOMYS =
      """
      geomys.org/witness/test-log
      1
      BCml5C32yqMcl0gjTrcSOeNVx59oPnSdytBzDGBO5k0=

      — geomys.org/witness/test-log wHh/9BPsoBNr2x0Ol3qPBYasIN0HI2ZiBg5ac0v3LQq/7F+YO7U4oWbDeJn1VaWVrlbSEM30Gr7WWYQjj2SBxRoJ/Ao=
      """;

  private static final String GEOMYS_POLICY =
      """
      log geomys.org/witness/test-log+c0787ff4+AeMb5VOzy60PTGdGmLPxOKGAa0jNyDGsgv2rnprGju1t
      quorum none
      """;

  /** The example of C2SP tlog-cosignature. */
  private static final String SOFA =
      """
      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

      — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
      — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
      """;

  @Test
  void aPublicLogAndFourPublicWitnessesVerify() {
    SignedCheckpoint note = Logs.ok(SignedCheckpoint.parse(ARCHE));
    assertEquals(ARCHE, note.toText());
    assertEquals(1_432_088_532, note.checkpoint().size());
    Judgement judgement = Logs.policy(ARCHE_POLICY).judge(note);
    assertTrue(judgement.logSigned());
    assertTrue(judgement.quorumMet());
    assertEquals(4, judgement.cosignatures().size());
    assertEquals(OptionalLong.of(0x6a122120), judgement.time());
    assertEquals(
        List.of(new Judgement.Problem(Judgement.Fault.UNLISTED, note.signatures().get(0))),
        judgement.problems());
  }

  @Test
  void thePublicSignaturesAreOfThisTreeSizeOnly() {
    SignedCheckpoint note =
        Logs.ok(SignedCheckpoint.parse(ARCHE.replace("\n1432088532\n", "\n1432088533\n")));
    Judgement judgement = Logs.policy(ARCHE_POLICY).judge(note);
    assertFalse(judgement.logSigned());
    assertEquals(List.of(), judgement.cosignatures());
    assertEquals(6, judgement.problems().size());
  }

  @Test
  void aPublicTestLogVerifies() {
    SignedCheckpoint note = Logs.ok(SignedCheckpoint.parse(GEOMYS));
    Judgement judgement = Logs.policy(GEOMYS_POLICY).judge(note);
    assertTrue(judgement.accepted());
    assertEquals(List.of(), judgement.problems());
  }

  @Test
  void theExampleOfTheSpecificationHasItsFields() {
    SignedCheckpoint note = Logs.ok(SignedCheckpoint.parse(SOFA));
    assertEquals(SOFA, note.toText());
    assertEquals("example.com/behind-the-sofa", note.checkpoint().origin());
    assertEquals(20_852_163, note.checkpoint().size());
    NoteSignature cosignature = note.signatures().get(1);
    assertEquals("witness.example.com/w1", cosignature.name());
    assertEquals("8d66cf3f", cosignature.keyId().hex());
    assertEquals("00000000641850cb", cosignature.signature().slice(0, 8).hex());
    String message =
        """
        cosignature/v1
        time 1679315147
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
        """;
    assertEquals(message, LineMessage.ed25519(note.checkpoint().text(), 0x641850cb).utf8());
  }

  @Test
  void aVerifierKeyOfTheGoImplementationIsOne() {
    String vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    NoteKey key = Logs.ok(NoteKey.parse(vkey));
    assertEquals("PeterNeumann", key.name());
    assertEquals(NoteKey.LOG, key.type());
    assertEquals(vkey, key.vkey());
  }
}
