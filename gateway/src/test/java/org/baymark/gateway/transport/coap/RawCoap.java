package org.baymark.gateway.transport.coap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** Confirmable POSTs to {@code /e}, byte by byte, each answered before the next is sent. */
final class RawCoap implements AutoCloseable {
  private final DatagramSocket socket;
  private int messageId;

  RawCoap(int port) throws IOException {
    socket = new DatagramSocket();
    socket.setSoTimeout(60_000);
    socket.connect(InetAddress.getLoopbackAddress(), port);
  }

  /** Without blocks; the code of the answer, like 2.04. */
  String post(String query, byte[] body) throws IOException {
    return send(query, new byte[0], body);
  }

  /** One block of 16 bytes at most (RFC 7959, section 2.2); the code of the answer. */
  String block(String query, int number, boolean isMore, byte[] body) throws IOException {
    return send(query, new byte[] {(byte) (number << 4 | (isMore ? 8 : 0))}, body);
  }

  /** With one option more, whose number is between 28 and 140; the code of the answer. */
  String post(int option, String value) throws IOException {
    ByteArrayOutputStream out = begun();
    int delta = option - 12 - 13; // after Content-Format; 13 says that a byte of it follows
    int size = value.length();
    out.write(0xd0 | Math.min(size, 13));
    out.write(delta);
    if (size >= 13) {
      out.write(size - 13);
    }
    out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    out.write(0xff);
    out.write(0);
    return sent(out);
  }

  private ByteArrayOutputStream begun() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    messageId++;
    out.writeBytes(new byte[] {0x40, 0x02, (byte) (messageId >> 8), (byte) messageId});
    out.writeBytes(new byte[] {(byte) 0xb1, 'e', 0x11, 18}); // Uri-Path 11, Content-Format 12
    return out;
  }

  private String sent(ByteArrayOutputStream out) throws IOException {
    socket.send(new DatagramPacket(out.toByteArray(), out.size()));
    return answer();
  }

  private String send(String query, byte[] block, byte[] body) throws IOException {
    ByteArrayOutputStream out = begun();
    out.write(0x30 | query.length()); // Uri-Query 15
    out.writeBytes(query.getBytes(StandardCharsets.US_ASCII));
    if (block.length > 0) {
      out.write(0xc0 | block.length); // Block1 27
      out.writeBytes(block);
    }
    out.write(0xff);
    out.writeBytes(body);
    return sent(out);
  }

  private String answer() throws IOException {
    byte[] bytes = new byte[2_000];
    while (true) {
      DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
      socket.receive(packet);
      boolean isOfThis = ((bytes[2] & 255) << 8 | bytes[3] & 255) == messageId;
      if (isOfThis && bytes[1] != 0) { // else an empty acknowledgement
        return "%d.%02d".formatted((bytes[1] & 255) >> 5, bytes[1] & 31);
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
