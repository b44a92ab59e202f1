-- The backup of every expense: one row an expense, deleted ones too, also after DynamoDB removed them.
-- MySQL 8.0 (Aurora MySQL 3) and MariaDB. Texts are compared by code point, as everywhere else in Outlay.
CREATE TABLE IF NOT EXISTS expenses (
  user_id      VARCHAR(255)   NOT NULL,
  expense_id   CHAR(36)       NOT NULL,
  type         ENUM('expense', 'income') NOT NULL,
  date         DATE           NOT NULL COMMENT 'the day that it counts for, in the user''s own calendar',
  category     VARCHAR(100)   NOT NULL,
  amount       DECIMAL(19, 4) NOT NULL COMMENT 'in the currency''s own unit',
  currency     CHAR(3)        NOT NULL COMMENT 'ISO 4217',
  description  VARCHAR(1000)  NOT NULL,
  version      BIGINT         NOT NULL COMMENT '1, 2, 3, … with each change',
  fingerprint  VARCHAR(100)   NOT NULL COMMENT 'of the content that it was first recorded with',
  created_at   DATETIME(6)    NOT NULL COMMENT 'UTC',
  updated_at   DATETIME(6)    NOT NULL COMMENT 'UTC',
  deleted_at   DATETIME(6)    NULL     COMMENT 'UTC; null while it counts',
  bucket       TINYINT UNSIGNED AS (CRC32(user_id) & 63) STORED COMMENT 'one of 64 parts, each read by itself',
  PRIMARY KEY (user_id, expense_id),
  KEY by_bucket (bucket, user_id, expense_id),
  KEY by_user_and_date (user_id, date),
  KEY by_date (date, currency, category),
  KEY by_category (currency, category, date),
  KEY by_change (updated_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
