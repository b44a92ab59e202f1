package outlay.jobs.report;

import outlay.jobs.runs.Run;

/**
 * Who may publish as a revision: only content with this hash. Once written it never changes. So two
 * runs that publish at once never mix their files under one number, and two that have the same to
 * publish, or one that was killed and comes again, share one.
 *
 * @param sha256 of the content
 */
record Claim(String sha256, String run, String asOf, String publishedAt) {
  static Claim of(MonthContent content, Run run, java.time.Instant now) {
    return new Claim(content.sha256(), run.id(), run.startedAt().toString(), now.toString());
  }

  static String key(String month, int revision) {
    return WorkFolder.ROOT + "claims/" + month + "/" + revision;
  }
}
