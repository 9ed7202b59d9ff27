package org.baymark.node.onward;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Checkpoint;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.exceptions.ClientConnectionException;
import org.web3j.protocol.http.HttpService;
import org.web3j.utils.Numeric;

/**
 * A chain with Ethereum's virtual machine, over JSON-RPC. A head is the data of a transaction that
 * moves no money: the text of the checkpoint, as a block explorer shows it. The transaction names
 * its chain (EIP-155), so it cannot be played on another.
 */
final class EvmAnchor implements OnwardAnchor {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Where where;
  private final Credentials account;
  private final Web3j node;

  /**
   * @param url of a node's JSON-RPC; may hold a password, so it is never shown
   * @param chainId what that node has to say its chain is
   * @param to whom transactions go: a contract that takes them, or anybody
   * @param confirmations how many blocks make one certain, its own included
   * @param priceMax of a unit of gas, in wei
   */
  record Where(String url, long chainId, String to, int confirmations, BigInteger priceMax) {}

  EvmAnchor(Where where, Credentials account) {
    this.where = where;
    this.account = account;
    OkHttpClient http =
        new OkHttpClient.Builder()
            .callTimeout(PATIENCE)
            .connectTimeout(PATIENCE)
            .readTimeout(PATIENCE)
            .addInterceptor(BoundedAnswer::of)
            .build();
    this.node = Web3j.build(new HttpService(where.url(), http));
  }

  @Override
  public String chain() {
    return "eip155:" + where.chainId();
  }

  @Override
  public Transaction prepare(Checkpoint head) throws OnwardException {
    long chainId = ask(node.ethChainId()).getChainId().longValue();
    if (chainId != where.chainId()) {
      throw new OnwardException(
          "the chain's node is of chain " + chainId + ", and not of " + where.chainId());
    }
    String from = account.getAddress();
    String data = Numeric.toHexString(Bytes.ofUtf8(head.text()).toArray());
    org.web3j.protocol.core.methods.request.Transaction call =
        org.web3j.protocol.core.methods.request.Transaction.createFunctionCallTransaction(
            from, null, null, null, where.to(), data);
    BigInteger gas = ask(node.ethEstimateGas(call)).getAmountUsed();
    BigInteger price = affordable(ask(node.ethGasPrice()).getGasPrice());
    // Behind what is in blocks: there is one transaction at a time, and one that never came to
    // anything must not keep those after it waiting.
    BigInteger nonce =
        ask(node.ethGetTransactionCount(from, DefaultBlockParameterName.LATEST))
            .getTransactionCount();
    return sign(nonce, price, gas, data);
  }

  private Transaction sign(BigInteger nonce, BigInteger price, BigInteger gas, String data) {
    RawTransaction raw =
        RawTransaction.createTransaction(nonce, price, gas, where.to(), BigInteger.ZERO, data);
    byte[] signed = TransactionEncoder.signMessage(raw, where.chainId(), account);
    return new Transaction(Bytes.owning(Hash.sha3(signed)), Bytes.owning(signed));
  }

  private BigInteger affordable(BigInteger price) throws OnwardException {
    if (price.compareTo(where.priceMax()) > 0) {
      throw new OnwardException(
          "the chain asks for more than max-fee-gwei ("
              + new BigDecimal(where.priceMax(), 9).stripTrailingZeros().toPlainString()
              + ") allows: waiting until it asks for less");
    }
    return price;
  }

  @Override
  public Optional<Transaction> raise(Transaction queued) throws OnwardException {
    RawTransaction before = TransactionDecoder.decode(hex(queued.signed()));
    BigInteger asked = ask(node.ethGasPrice()).getGasPrice();
    if (asked.compareTo(before.getGasPrice()) <= 0) {
      return Optional.empty();
    }
    // A node takes one in the place of another only if it pays a tenth more, and some want more.
    BigInteger more = before.getGasPrice().multiply(BigInteger.valueOf(9)).shiftRight(3);
    BigInteger price = affordable(asked.max(more.add(BigInteger.ONE)));
    return Optional.of(sign(before.getNonce(), price, before.getGasLimit(), before.getData()));
  }

  @Override
  public void send(Transaction transaction) throws OnwardException {
    ask(node.ethSendRawTransaction(hex(transaction.signed())));
  }

  @Override
  public Standing look(Transaction transaction) throws OnwardException {
    String id = hex(transaction.id());
    Optional<TransactionReceipt> receipt =
        ask(node.ethGetTransactionReceipt(id)).getTransactionReceipt();
    if (receipt.isEmpty()) {
      boolean isKnown = ask(node.ethGetTransactionByHash(id)).getTransaction().isPresent();
      return isKnown ? new Standing.Queued() : new Standing.Unknown();
    }
    if (!receipt.get().isStatusOK()) {
      return new Standing.Failed();
    }
    long block = receipt.get().getBlockNumber().longValue();
    long newest = ask(node.ethBlockNumber()).getBlockNumber().longValue();
    return newest - block + 1 >= where.confirmations()
        ? new Standing.Confirmed(block)
        : new Standing.Waiting();
  }

  private static <T extends Response<?>> T ask(Request<?, T> question) throws OnwardException {
    try {
      T answer = question.send();
      if (answer.hasError()) {
        throw new OnwardException(
            "the chain's node refuses "
                + question.getMethod()
                + ": "
                + answer.getError().getMessage());
      }
      return answer;
    } catch (ClientConnectionException e) {
      throw new OnwardException(
          "the chain's node answers " + question.getMethod() + " with an error");
    } catch (BoundedAnswer.TooLargeException e) {
      throw new OnwardException(
          "the chain's node answers " + question.getMethod() + " with more than 1 MiB");
    } catch (JsonProcessingException e) {
      throw nonsense(question);
    } catch (IOException e) {
      throw new OnwardException(
          "the chain's node does not answer "
              + question.getMethod()
              + " ("
              + e.getClass().getSimpleName()
              + ")");
    } catch (RuntimeException e) {
      // web3j throws several kinds at answers that are none.
      throw nonsense(question);
    }
  }

  private static OnwardException nonsense(Request<?, ?> question) {
    return new OnwardException(
        "the chain's node answers " + question.getMethod() + " with nonsense");
  }

  private static String hex(Bytes octets) {
    return "0x" + octets.hex();
  }

  @Override
  public void close() {
    node.shutdown();
  }
}
