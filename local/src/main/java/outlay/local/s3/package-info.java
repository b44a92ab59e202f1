/**
 * S3 on a folder: S3Proxy, which checks signatures and expiry. Start at {@link
 * outlay.local.s3.Buckets}.
 */
@NullMarked
package outlay.local.s3;

import org.jspecify.annotations.NullMarked;
