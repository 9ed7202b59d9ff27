package org.baymark.node.onward;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Takes no more of an answer into memory than this, packed or not. */
final class BoundedAnswer {
  private static final long SIZE_MAX = 1 << 20;

  private BoundedAnswer() {}

  /** There is more. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  static Response of(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    if (body != null && body.source().request(SIZE_MAX + 1)) {
      response.close();
      throw new TooLargeException();
    }
    return response;
  }
}
