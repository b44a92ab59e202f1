-- Who Backup and Restore are in the database, made by ./deploy: reads and writes rows and makes the table, but deletes,
-- drops, and alters nothing. Good to run again; ${password} is letters and digits.
CREATE USER IF NOT EXISTS 'outlay_jobs'@'%' IDENTIFIED BY '${password}';
ALTER USER 'outlay_jobs'@'%' IDENTIFIED BY '${password}';
GRANT SELECT, INSERT, UPDATE, CREATE ON outlay.* TO 'outlay_jobs'@'%';
