package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The two calls of the <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a> that the
 * Runtime Interface Client makes through its native library, made in Java.
 *
 * <p>Name, package, and signatures are those of the class it takes the place of (version 2.9.0 of
 * the client). A call that fails is not tried again here: the client ends the process, and whoever
 * started it starts another.
 */
final class NativeClient {
  private static volatile String invocations = "";

  private NativeClient() {}

  /**
   * @param runtimeApi host and port, as in {@code AWS_LAMBDA_RUNTIME_API}
   */
  static void init(String runtimeApi) {
    invocations = "http://" + runtimeApi + "/2018-06-01/runtime/invocation/";
  }

  /** Waits, for hours if need be, for the next event. */
  static InvocationRequest next() {
    try {
      HttpURLConnection connection = connect("next");
      byte[] event = answer(connection);
      InvocationRequest request = new InvocationRequest();
      request.setId(connection.getHeaderField("Lambda-Runtime-Aws-Request-Id"));
      request.setInvokedFunctionArn(
          connection.getHeaderField("Lambda-Runtime-Invoked-Function-Arn"));
      request.setDeadlineTimeInMs(
          connection.getHeaderFieldLong("Lambda-Runtime-Deadline-Ms", Long.MAX_VALUE));
      setIfPresent(request, connection);
      request.setContent(event);
      return request;
    } catch (IOException failed) {
      throw new IllegalStateException("The Runtime API gave no next invocation", failed);
    }
  }

  /**
   * @param requestId the invocation's id, in UTF-8
   */
  static void postInvocationResponse(byte[] requestId, byte[] response) {
    try {
      HttpURLConnection connection = connect(new String(requestId, UTF_8) + "/response");
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(response.length);
      connection.setRequestProperty("Content-Type", "application/json");
      try (OutputStream body = connection.getOutputStream()) {
        body.write(response);
      }
      answer(connection);
    } catch (IOException failed) {
      throw new IllegalStateException("The Runtime API did not take the response", failed);
    }
  }

  private static void setIfPresent(InvocationRequest request, HttpURLConnection connection) {
    @Nullable String trace = connection.getHeaderField("Lambda-Runtime-Trace-Id");
    if (trace != null) {
      request.setXrayTraceId(trace);
    }
    @Nullable String context = connection.getHeaderField("Lambda-Runtime-Client-Context");
    if (context != null) {
      request.setClientContext(context);
    }
    @Nullable String identity = connection.getHeaderField("Lambda-Runtime-Cognito-Identity");
    if (identity != null) {
      request.setCognitoIdentity(identity);
    }
  }

  private static HttpURLConnection connect(String path) throws IOException {
    // The Runtime API is on this machine: whatever proxy is set, is not meant for it.
    return (HttpURLConnection)
        URI.create(invocations + path).toURL().openConnection(Proxy.NO_PROXY);
  }

  /** Reads to the end, so that the connection is used again. */
  private static byte[] answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status >= 300) {
      throw new IOException("The Runtime API answered " + status);
    }
    try (InputStream body = connection.getInputStream()) {
      return body.readAllBytes();
    }
  }
}
