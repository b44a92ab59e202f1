package outlay.local.streams;

import java.util.Optional;

/**
 * A shard of a stream.
 *
 * @param parent the shard whose records come before this one's, which may be trimmed already
 */
record Shard(String id, Optional<String> parent) {}
