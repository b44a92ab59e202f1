package outlay.jobs.report;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.jobs.runs.Run;

/**
 * Makes a draft the current revision of its month, unless it is already, or what is there is of a
 * run that began later.
 *
 * <ol>
 *   <li>Claim the next number for this content ({@link Claim}).
 *   <li>Copy the files into the revision's folder: only this content is ever copied there.
 *   <li>Copy them over the current files.
 *   <li>Replace the current manifest, if it is still the one that was read; else start again.
 *   <li>Read it again, and copy once more what does not belong to it.
 * </ol>
 *
 * <p>S3 changes one object at a time. So the manifest decides what is current: it names each file's
 * SHA-256 and each revision's own, unchanging files. A run that is slow and late may copy its files
 * over those of a newer one; it then finds the newer manifest, and puts that one's files back. If
 * it is killed before, its message is delivered again, and does it then.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">Conditional
 *     writes</a>
 */
final class Publisher {
  /** Each further one means that someone else published meanwhile. */
  private static final int MAX_ATTEMPTS = 20;

  private final ReportStore store;
  private final Clock clock;

  Publisher(ReportStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * What is current afterwards.
   *
   * @param changed whether this run made it so
   */
  record Published(Manifest manifest, boolean changed) {}

  /**
   * Publishes the draft. Again, or by two at once, it changes nothing more.
   *
   * @throws ReportStore.Missing if the draft's files are gone
   * @throws IllegalStateException if others publish all the time
   */
  Published publish(Run run, Draft draft) {
    MonthContent content = draft.content();
    String sha256 = content.sha256();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<ReportStore.Document> current = read(content.month());
      Optional<Manifest> manifest = current.map(Publisher::parse);
      if (manifest.isPresent() && isLast(manifest.get(), sha256, run.startedAt())) {
        Manifest settled = settle(content.month());
        return new Published(settled, settled.run().equals(run.id()));
      }
      Manifest revision = claim(content, run, manifest.map(Manifest::revision).orElse(0) + 1);
      Manifest next = revision.asCurrent(manifest.map(Manifest::revisions).orElse(List.of()));
      copyIntoRevision(draft, revision);
      copyToCurrent(next);
      String text = ReportJson.writePretty(next);
      boolean done =
          current.isPresent()
              ? store.replace(next.key(), text, current.get().tag())
              : store.create(next.key(), text);
      if (done) {
        Manifest settled = settle(content.month());
        return new Published(settled, settled.sha256().equals(sha256));
      }
    }
    throw new IllegalStateException(
        "the report of " + content.month() + " was replaced by others all the time");
  }

  private static boolean isLast(Manifest current, String sha256, Instant startedAt) {
    return current.sha256().equals(sha256) || Instant.parse(current.asOf()).isAfter(startedAt);
  }

  private Optional<ReportStore.Document> read(String month) {
    return store.read(Manifest.keyIn(Manifest.folder(month)));
  }

  private static Manifest parse(ReportStore.Document document) {
    return ReportJson.read(document.text(), Manifest.class);
  }

  /** The first number from {@code first} on that is free, or was claimed for the same content. */
  private Manifest claim(MonthContent content, Run run, int first) {
    Claim mine = Claim.of(content, run, clock.instant());
    for (int revision = first; revision < first + MAX_ATTEMPTS; revision++) {
      String key = Claim.key(content.month(), revision);
      if (store.create(key, ReportJson.write(mine))) {
        return Manifest.ofRevision(content, revision, mine);
      }
      Optional<Claim> theirs =
          store.read(key).map(document -> ReportJson.read(document.text(), Claim.class));
      if (theirs.isPresent() && theirs.get().sha256().equals(mine.sha256())) {
        return Manifest.ofRevision(content, revision, theirs.get());
      }
    }
    throw new IllegalStateException(
        "no revision of " + content.month() + " from " + first + " on is free");
  }

  private void copyIntoRevision(Draft draft, Manifest revision) {
    for (Map.Entry<FileName, String> staged : draft.staged().entrySet()) {
      Manifest.File file = file(revision, staged.getKey());
      store.copy(staged.getValue(), file.key(), staged.getKey().contentType(), file.sha256());
    }
    store.put(
        Manifest.keyIn(Manifest.folder(revision.month(), revision.revision())),
        ReportJson.writePretty(revision).getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "application/json");
  }

  private void copyToCurrent(Manifest current) {
    String revision = Manifest.folder(current.month(), current.revision());
    for (FileName name : FileName.values()) {
      Manifest.File file = file(current, name);
      if (!store.noted(file.key()).equals(Optional.of(file.sha256()))) {
        store.copy(revision + name.text(), file.key(), name.contentType(), file.sha256());
      }
    }
  }

  private static Manifest.File file(Manifest manifest, FileName name) {
    return manifest.files().stream()
        .filter(file -> file.name().equals(name.text()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the manifest names no " + name.text()));
  }

  /** Sees to it that the current files are those of the current manifest. */
  private Manifest settle(String month) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      ReportStore.Document before = read(month).orElseThrow();
      Manifest manifest = parse(before);
      copyToCurrent(manifest);
      if (read(month).map(ReportStore.Document::tag).equals(Optional.of(before.tag()))) {
        return manifest;
      }
    }
    throw new IllegalStateException("the report of " + month + " changes all the time");
  }
}
