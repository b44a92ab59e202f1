package outlay.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
  @Test
  void fromFunction_wholeAnswer_isTaken() {
    Answer answer =
        fromFunction(
            """
            {"statusCode": 201, "headers": {"ETag": "\\"1\\"", "X-Count": 3},
             "cookies": ["a=1; Secure", "b=2"], "body": "{\\"ok\\":\\"₹\\"}"}
            """);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers())
        .containsEntry("etag", "\"1\"")
        .containsEntry("x-count", "3")
        .containsEntry("content-type", "text/plain; charset=utf-8");
    assertThat(answer.cookies()).containsExactly("a=1; Secure", "b=2");
    assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"ok\":\"₹\"}");
  }

  @Test
  void fromFunction_base64_isDecoded() {
    Answer answer = fromFunction("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"AAH/\"}");

    assertThat(answer.body()).containsExactly(0, 1, -1);
  }

  @Test
  void fromFunction_withoutStatusCode_isInferred() {
    assertThat(new String(fromFunction("{\"a\":1}").body(), UTF_8)).isEqualTo("{\"a\":1}");
    assertThat(new String(fromFunction("\"hello\"").body(), UTF_8)).isEqualTo("hello");
    assertThat(fromFunction("{\"a\":1}").status()).isEqualTo(200);
    assertThat(fromFunction("{\"a\":1}").headers())
        .containsEntry("content-type", "application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"statusCode\":\"none\"}",
        "{\"statusCode\":99}",
        "{\"statusCode\":1000}",
        "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"?\"}",
        "{\"statusCode\":200,\"headers\":{\"a\":\"b\\r\\nc: d\"}}",
        "{\"statusCode\":200,\"cookies\":[\"a\\nb\"]}",
        "{",
        "<html>"
      })
  void fromFunction_malformed_is500(String payload) {
    assertThat(fromFunction(payload).status()).isEqualTo(500);
  }

  @Test
  void fromFunction_headersOfTheConnectionAndOfCors_areDropped() {
    Answer answer =
        fromFunction(
            """
            {"statusCode": 200, "headers": {"Content-Length": "5", "Connection": "close",
             "Access-Control-Allow-Origin": "*", "Location": "/a"}}
            """);

    assertThat(answer.headers()).containsOnlyKeys("location");
  }

  private static Answer fromFunction(String payload) {
    return Answer.fromFunction(payload.getBytes(UTF_8));
  }
}
