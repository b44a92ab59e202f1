package outlay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

abstract class ReportStoreContract {
  private static final int A_PART_AND_MORE = 8 * 1024 * 1024 + 12_345;

  abstract ReportStore store();

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void read_whatIsNotThere_isEmpty_orMissing() {
    assertThat(store().read("reports/none")).isEmpty();
    assertThat(store().noted("reports/none")).isEmpty();
    assertThatThrownBy(() -> store().read("reports/none", 0, 1))
        .isInstanceOf(ReportStore.Missing.class);
    assertThatThrownBy(() -> store().copy("reports/none", "reports/to", "text/csv", "abc"))
        .isInstanceOf(ReportStore.Missing.class);
  }

  @Test
  void put_twice_keepsTheSecond() {
    store().put("reports/a", utf8("one"), "text/plain");
    store().put("reports/a", utf8("twö"), "text/plain");

    assertThat(store().read("reports/a").orElseThrow().text()).isEqualTo("twö");
  }

  @Test
  void read_aRange_isThoseBytes() {
    store().put("reports/range", utf8("0123456789"), "text/plain");

    assertThat(store().read("reports/range", 0, 3)).isEqualTo(utf8("012"));
    assertThat(store().read("reports/range", 7, 3)).isEqualTo(utf8("789"));
  }

  @Test
  void create_whereThereIsOne_leavesIt() {
    assertThat(store().create("reports/new", "{\"n\":1}")).isTrue();
    assertThat(store().create("reports/new", "{\"n\":2}")).isFalse();

    assertThat(store().read("reports/new").orElseThrow().text()).isEqualTo("{\"n\":1}");
  }

  @Test
  void replace_whatIsAsItWasRead_replacesIt() {
    store().create("reports/same", "{\"n\":1}");
    String tag = store().read("reports/same").orElseThrow().tag();

    assertThat(store().replace("reports/same", "{\"n\":2}", tag)).isTrue();

    assertThat(store().read("reports/same").orElseThrow().text()).isEqualTo("{\"n\":2}");
  }

  @Test
  void replace_whatChanged_orIsGone_leavesIt() {
    store().create("reports/changed", "{\"n\":1}");
    String tag = store().read("reports/changed").orElseThrow().tag();
    store().replace("reports/changed", "{\"n\":2}", tag);

    assertThat(store().replace("reports/changed", "{\"n\":3}", tag)).isFalse();
    assertThat(store().replace("reports/gone", "{\"n\":3}", tag)).isFalse();

    assertThat(store().read("reports/changed").orElseThrow().text()).isEqualTo("{\"n\":2}");
    assertThat(store().read("reports/gone")).isEmpty();
  }

  @Test
  void upload_ofAnyLength_isThereOnceComplete() throws IOException {
    for (int length : new int[] {0, 1, 8 * 1024 * 1024, A_PART_AND_MORE}) {
      byte[] bytes = new byte[length];
      new Random(length).nextBytes(bytes);
      String key = "reports/upload-" + length;

      try (ReportStore.Upload upload = store().upload(key, "text/csv")) {
        for (int at = 0; at < length; at += 100_000) {
          upload.write(bytes, at, Math.min(100_000, length - at));
        }
        assertThat(store().noted(key)).isEmpty();
        upload.complete();
      }

      if (length > 0) {
        assertThat(Arrays.equals(store().read(key, 0, length), bytes)).isTrue();
      } else {
        assertThat(store().read(key).orElseThrow().text()).isEmpty();
      }
    }
  }

  @Test
  void upload_givenUp_leavesNothing() throws IOException {
    try (ReportStore.Upload upload = store().upload("reports/given-up", "text/csv")) {
      upload.write(new byte[A_PART_AND_MORE]);
    }

    assertThat(store().read("reports/given-up")).isEmpty();
  }

  @Test
  void copy_notesTheHash() {
    store().put("reports/from", utf8("text"), "text/csv");

    store().copy("reports/from", "reports/to", "text/csv; charset=utf-8", "abc123");

    assertThat(store().read("reports/to").orElseThrow().text()).isEqualTo("text");
    assertThat(store().noted("reports/to")).contains("abc123");
    assertThat(store().noted("reports/from")).isEmpty();
  }

  @Test
  void delete_whatIsThereAndWhatIsNot_deletes() {
    store().put("reports/x", utf8("x"), "text/plain");

    store().delete(List.of("reports/x", "reports/y"));
    store().delete(List.of());

    assertThat(store().read("reports/x")).isEmpty();
  }
}
