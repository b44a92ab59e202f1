/**
 * What each function's role allows, checked at the AWS endpoint as IAM does: {@link
 * outlay.local.iam.Guard} asks {@link outlay.local.iam.Needs} what a call takes, and the role's
 * {@link outlay.local.iam.Statement}s whether it may.
 */
@NullMarked
package outlay.local.iam;

import org.jspecify.annotations.NullMarked;
