package org.baymark.node.running;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;

/** Speaks to a node over a real socket. */
public final class NodeClient {
  private final HttpClient client;
  private final String url;
  private final Duration patience;

  public NodeClient(String url) {
    this(url, Duration.ofMinutes(5));
  }

  /**
   * @param patience for an answer
   */
  public NodeClient(String url, Duration patience) {
    this(HttpClient.newHttpClient(), url, patience);
  }

  private NodeClient(HttpClient client, String url, Duration patience) {
    this.client = client;
    this.url = url;
    this.patience = patience;
  }

  /** At the door for the operator of the node that runs in this folder, on a port of its choice. */
  static NodeClient ofOperator(Path dir) {
    try {
      Path own = new WorkingFolder(dir).adminCertificate();
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      try (InputStream in = Files.newInputStream(own)) {
        trusted.setCertificateEntry(
            "node", CertificateFactory.getInstance("X.509").generateCertificate(in));
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      String url = Files.readString(new WorkingFolder(dir).adminAddress()).strip();
      HttpClient client = HttpClient.newBuilder().sslContext(tls).build();
      return new NodeClient(client, url, Duration.ofMinutes(5));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public URI uri(String path) {
    return URI.create(url + path);
  }

  /** What came back. */
  public record Answer(int status, String contentType, Bytes body) {
    public String title() {
      return problem(-1);
    }

    String detail() {
      return problem(-2);
    }

    private String problem(int field) {
      try {
        CborReader in = CborReader.open(body);
        CborFields read = in.fields();
        read.required(-1);
        String title = in.text(200);
        read.required(-2);
        String detail = in.text(2000);
        read.end();
        return field == -1 ? title : detail;
      } catch (RefusalException e) {
        throw new AssertionError("no problem details: " + body.utf8(), e);
      }
    }

    long receiptIndex(Digest id) {
      try {
        CborReader in = CborReader.open(body);
        in.arrayOf(3);
        in.literal("baymark receipt v1");
        long index = in.unsigned(Long.MAX_VALUE);
        if (status != 200 || !in.digest().equals(id)) {
          throw new AssertionError("not the receipt of " + id);
        }
        return index;
      } catch (RefusalException e) {
        throw new AssertionError("no receipt: " + this, e);
      }
    }
  }

  public Answer get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  public Answer post(String path, Bytes body) {
    return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofByteArray(body.toArray())));
  }

  /** With this Authorization header. */
  public Answer post(String path, String authorization, Bytes body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Authorization", authorization)
            .POST(BodyPublishers.ofByteArray(body.toArray())));
  }

  /** Throws {@link UncheckedIOException} where nobody answers. */
  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          client.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          Bytes.owning(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
