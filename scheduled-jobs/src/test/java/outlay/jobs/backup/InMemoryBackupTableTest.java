package outlay.jobs.backup;

class InMemoryBackupTableTest extends BackupTableContract {
  @Override
  BackupTable table() {
    return new InMemoryBackupTable();
  }
}
