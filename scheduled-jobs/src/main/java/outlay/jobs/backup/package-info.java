/**
 * The nightly backup of {@code expenses} into Aurora MySQL ({@link outlay.jobs.backup.BackupJob}),
 * and the way back ({@link outlay.jobs.backup.RestoreJob}). What the SQL side looks like is in
 * {@code schema.sql}.
 */
@NullMarked
package outlay.jobs.backup;

import org.jspecify.annotations.NullMarked;
