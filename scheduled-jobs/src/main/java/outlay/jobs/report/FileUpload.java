package outlay.jobs.report;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file on its way into the store, in UTF-8, hashed as it passes. */
final class FileUpload implements Closeable {
  private final FileName name;
  private final ReportStore.Upload upload;
  private final MessageDigest digest = sha256();
  private final Writer writer;
  private long bytes;

  FileUpload(FileName name, ReportStore store, String key) {
    this.name = name;
    this.upload = store.upload(key, name.contentType());
    this.writer =
        new BufferedWriter(
            new OutputStreamWriter(new Counting(), StandardCharsets.UTF_8), 16 * 1024);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JDK has SHA-256", impossible);
    }
  }

  Writer writer() {
    return writer;
  }

  /** Ends the file, and says what it is. */
  ReportFile complete() {
    try {
      writer.flush();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    upload.complete();
    return new ReportFile(name.text(), bytes, HexFormat.of().formatHex(digest.digest()));
  }

  /** Gives the file up unless it is complete. */
  @Override
  public void close() {
    upload.close();
  }

  private final class Counting extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      digest.update(source, offset, length);
      bytes += length;
      upload.write(source, offset, length);
    }
  }
}
