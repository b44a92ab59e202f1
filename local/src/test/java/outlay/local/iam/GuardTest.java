package outlay.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outlay.local.edge.Answer;
import outlay.local.edge.Call;
import outlay.local.edge.Request;

class GuardTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Answer DONE = Answer.of(200, "text/plain", "done");
  private static final String TABLE = "arn:aws:dynamodb:eu:1:table/expenses";

  private static Guard guard(String... statements) throws IOException {
    JsonNode document = JSON.readTree("{\"Statement\": [" + String.join(",", statements) + "]}");
    return new Guard(Map.of("Totals", Role.of("TotalsRole", List.of(document))), "eu", "1");
  }

  private static String allow(String sid, String action, String resource) {
    return """
    {"Sid": "%s", "Effect": "Allow", "Action": ["%s"], "Resource": "%s"}"""
        .formatted(sid, action, resource);
  }

  private static Call call(String caller, String service, String action, String body) {
    return new Call(
        caller,
        service,
        action,
        Optional.empty(),
        new Request("POST", URI.create("/"), Map.of(), body.getBytes(StandardCharsets.UTF_8)));
  }

  private static Call query(String caller) {
    return call(
        caller, "dynamodb", "Query", "{\"TableName\": \"expenses\", \"IndexName\": \"byDate\"}");
  }

  @Test
  void intercept_allowed_passes() throws IOException {
    Guard guard = guard(allow("ReadDays", "dynamodb:Query", TABLE + "/index/byDate"));

    assertThat(guard.intercept(query("Totals"), call -> DONE)).isSameAs(DONE);
  }

  @Test
  void intercept_otherResource_refusesAsDynamoDbDoes() throws IOException {
    Guard guard = guard(allow("ReadExpenses", "dynamodb:Query", TABLE));

    Answer answer = guard.intercept(query("Totals"), call -> DONE);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("AccessDeniedException", "TotalsRole/Totals", "dynamodb:Query", "/index/byDate");
  }

  @Test
  void intercept_operator_mayDoEverything() throws IOException {
    assertThat(guard().intercept(query("operator"), call -> DONE)).isSameAs(DONE);
  }

  @Test
  void intercept_denied_evenIfAllowedElsewhere() throws IOException {
    Guard guard =
        guard(
            allow("Everything", "*", "*"),
            "{\"Effect\": \"Deny\", \"Action\": \"dynamodb:Query\", \"Resource\": \"*\"}");

    assertThat(guard.intercept(query("Totals"), call -> DONE).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"outlay.reports, 200", "outlay.other, 400"})
  void intercept_condition_mustHold(String source, int status) throws IOException {
    Guard guard =
        guard(
            """
            {"Effect": "Allow", "Action": "events:PutEvents", "Resource": "arn:aws:events:eu:1:event-bus/reports",
             "Condition": {"StringEquals": {"events:source": "outlay.reports"}}}
            """);
    String body =
        "{\"Entries\": [{\"EventBusName\": \"reports\", \"Source\": \"%s\"}]}".formatted(source);

    Answer answer = guard.intercept(call("Totals", "events", "PutEvents", body), call -> DONE);

    assertThat(answer.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          SELECT * FROM 'expenses'.'byDate' WHERE 'userId' IN (?, ?) AND 'date' = ? | 200
          SELECT * FROM 'expenses'.'byDate' WHERE userId = ?                        | 200
          SELECT * FROM 'expenses'.'byDate' WHERE 'date' = ?                        | 400
          SELECT * FROM 'expenses'.'byDate'                                         | 400
          SELECT * FROM 'expenses' WHERE 'userId' IN (?, ?)                         | 400
          DELETE FROM 'expenses' WHERE 'userId' = ?                                 | 400
          INSERT INTO 'expenses' VALUE {'userId': ?}                                | 400
          """)
  void intercept_statement_needsItsVerb_andNamesPartitions(String statement, int status)
      throws IOException {
    Guard guard =
        guard(
            """
            {"Effect": "Allow", "Action": "dynamodb:PartiQLSelect", "Resource": "%s/index/byDate",
             "Condition": {"Bool": {"dynamodb:FullTableScan": "false"}}}
            """
                .formatted(TABLE));
    String body = "{\"Statement\": \"%s\"}".formatted(statement.replace("'", "\\\""));

    Answer answer =
        guard.intercept(call("Totals", "dynamodb", "ExecuteStatement", body), call -> DONE);

    assertThat(answer.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          BatchExecuteStatement | Statements         | UPDATE 'expenses' SET a = ? WHERE b = ? | 200
          BatchExecuteStatement | Statements         | INSERT INTO 'expenses' VALUE ?          | 400
          BatchExecuteStatement | Statements         | UPDATE 'totals' SET a = ? WHERE b = ?   | 400
          ExecuteTransaction    | TransactStatements | UPDATE 'expenses' SET a = ? WHERE b = ? | 200
          ExecuteTransaction    | TransactStatements | DELETE FROM 'expenses' WHERE b = ?      | 400
          """)
  void intercept_statements_needWhatEachOfThemDoes(
      String action, String name, String statement, int status) throws IOException {
    Guard guard = guard(allow("Write", "dynamodb:PartiQLUpdate", TABLE));
    String body =
        "{\"%s\": [{\"Statement\": \"UPDATE 'expenses' SET c = ?\"}, {\"Statement\": \"%s\"}]}"
            .formatted(name, statement)
            .replace("'", "\\\"");

    Answer answer = guard.intercept(call("Totals", "dynamodb", action, body), call -> DONE);

    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void intercept_batch_needsEveryTable() throws IOException {
    Guard guard = guard(allow("Write", "dynamodb:BatchWriteItem", TABLE));
    String body = "{\"RequestItems\": {\"expenses\": [], \"totals\": []}}";

    Answer answer =
        guard.intercept(call("Totals", "dynamodb", "BatchWriteItem", body), call -> DONE);

    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("table/totals");
  }

  @Test
  void intercept_transaction_needsItsParts() throws IOException {
    Guard guard = guard(allow("Write", "dynamodb:PutItem", TABLE));
    String body =
        """
        {"TransactItems": [{"Put": {"TableName": "expenses"}}, {"ConditionCheck": {"TableName": "expenses"}}]}
        """;

    Answer answer =
        guard.intercept(call("Totals", "dynamodb", "TransactWriteItems", body), call -> DONE);

    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("dynamodb:ConditionCheckItem");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /reports/reports/2026-01/a.csv, GetObject,            s3:GetObject,  reports/reports/2026-01/a.csv",
    "PUT,    /reports/a.csv?partNumber=1,    UploadPart,           s3:PutObject,  reports/a.csv",
    "DELETE, /reports/a.csv?uploadId=x,      AbortMultipartUpload, s3:AbortMultipartUpload, reports/a.csv",
    "GET,    /reports?list-type=2,           ListObjectsV2,        s3:ListBucket, reports",
  })
  void needs_s3(String method, String uri, String action, String needed, String resource)
      throws IOException {
    Call call =
        new Call(
            "Report",
            "s3",
            action,
            Optional.of("reports"),
            new Request(method, URI.create(uri), Map.of(), new byte[0]));

    assertThat(new Needs("eu", "1").of(call))
        .containsExactly(new Access(needed, "arn:aws:s3:::" + resource));
  }

  @Test
  void intercept_deleteObjects_needsEachKey_andPassesTheBodyOn() throws IOException {
    String body =
        "<Delete><Object><Key>work/a</Key></Object><Object><Key>b</Key></Object></Delete>";
    Call call =
        new Call(
            "Totals",
            "s3",
            "DeleteObjects",
            Optional.of("reports"),
            new Request(
                "POST",
                URI.create("/reports?delete"),
                Map.of(),
                new byte[0],
                Optional.of(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))));
    Guard work = guard(allow("Work", "s3:DeleteObject", "arn:aws:s3:::reports/work/*"));
    Guard all = guard(allow("All", "s3:DeleteObject", "arn:aws:s3:::reports/*"));

    assertThat(new String(work.intercept(call, each -> DONE).body(), StandardCharsets.UTF_8))
        .contains("AccessDenied", "arn:aws:s3:::reports/b");
    call.request().stream().orElseThrow().reset();
    Answer answer =
        all.intercept(
            call,
            each ->
                Answer.of(
                    200,
                    "text/xml",
                    new String(
                        each.request().stream().orElseThrow().readAllBytes(),
                        StandardCharsets.UTF_8)));
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(body);
  }

  @Test
  void needs_dataApi_takesTheSecretToo() throws IOException {
    Call call =
        call(
            "Backup",
            "rds-data",
            "ExecuteStatement",
            "{\"resourceArn\": \"arn:cluster\", \"secretArn\": \"arn:secret\"}");

    assertThat(new Needs("eu", "1").of(call))
        .containsExactly(
            new Access("rds-data:ExecuteStatement", "arn:cluster"),
            new Access("secretsmanager:GetSecretValue", "arn:secret"));
  }

  @Test
  void used_namesWhatWasOfUse() throws IOException {
    Guard guard =
        guard(
            allow("ReadDays", "dynamodb:Query", TABLE + "/index/byDate"),
            allow("WriteTotals", "dynamodb:PutItem", TABLE));

    guard.intercept(query("Totals"), call -> DONE);

    assertThat(guard.used()).extracting(Guard.Grant::sid).containsExactly("ReadDays");
    assertThat(guard.granted())
        .extracting(Guard.Grant::sid)
        .containsExactly("ReadDays", "WriteTotals");
  }

  @Test
  void role_unknownElement_isRefusedByName() {
    assertThatThrownBy(
            () -> guard("{\"Effect\": \"Allow\", \"NotAction\": \"s3:*\", \"Resource\": \"*\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TotalsRole")
        .hasMessageContaining("NotAction");
  }
}
