/**
 * Aurora MySQL as far as its <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.html">Data API</a>
 * shows it: MariaDB's server in a process of its own, and an endpoint of ours in front. Start at
 * {@link outlay.local.rds.Rds}.
 */
@NullMarked
package outlay.local.rds;

import org.jspecify.annotations.NullMarked;
