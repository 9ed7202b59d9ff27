package org.baymark.node.cli;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.baymark.node.config.AdminAddress;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.exit.Failure;
import org.baymark.node.fetch.NodeHttp;
import org.baymark.node.folder.AdminIdentity;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.TokenFile;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.pin.OneCertificate;
import org.baymark.protocol.bytes.Bytes;

/**
 * How a command asks the running node of its folder as the operator. It shows the token to nobody
 * but the one who has the key of the certificate in the folder.
 */
final class AdminCaller {
  private final WorkingFolder folder;
  private final AdminAddress address;
  private final String token;
  private Optional<Line> line = Optional.empty(); // drawn with the first question

  /** To one door, as long as it is there. */
  private record Line(String url, OneCertificate pin, NodeHttp http) {}

  /**
   * Asks nobody yet.
   *
   * @throws FolderException if the folder holds no token
   */
  AdminCaller(WorkingFolder folder, NodeConfig config) throws FolderException {
    this.folder = folder;
    this.address = AdminAddress.of(folder, config);
    this.token = TokenFile.read(folder);
  }

  /**
   * @param body CBOR; may be empty
   * @param sizeMax of the answer, in bytes
   * @throws Failure if the node does not answer
   */
  NodeHttp.Answer post(String path, Bytes body, int sizeMax)
      throws Failure, FolderException, InterruptedException {
    Line drawn = line();
    Optional<NodeHttp.Answer> answer = drawn.http().post(drawn.url() + path, token, body, sizeMax);
    if (answer.isPresent()) {
      return answer.get();
    }
    throw unreachable(
        drawn.pin().hasSeenAnother()
            ? "What answers at "
                + drawn.url()
                + " is not this node, and was told nothing: it shows another certificate than "
                + folder.adminCertificate()
                + "; is the node running?"
            : "The node does not answer at " + drawn.url() + "; is it running?");
  }

  private Line line() throws Failure, FolderException {
    if (line.isEmpty()) {
      line = Optional.of(draw());
    }
    return line.get();
  }

  private Line draw() throws Failure, FolderException {
    Optional<String> url = address.url();
    Optional<X509Certificate> certificate = AdminIdentity.certificate(folder);
    if (url.isEmpty() || certificate.isEmpty()) {
      throw unreachable(
          "No node has opened its door for the operator in " + folder.path() + "; is it running?");
    }
    OneCertificate pin = new OneCertificate(certificate.get());
    return new Line(url.get(), pin, new NodeHttp(tls(pin)));
  }

  private static SSLContext tls(OneCertificate pin) {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(new KeyManager[0], new TrustManager[] {pin}, new SecureRandom());
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM speaks no TLS: " + e.getMessage(), e);
    }
  }

  private static Failure unreachable(String sentence) {
    return new Failure(Failure.UNREACHABLE, sentence);
  }
}
