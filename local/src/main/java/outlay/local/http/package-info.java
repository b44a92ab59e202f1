/**
 * API Gateway: an HTTP API with routes, JWT authorizers, CORS, and throttling, in front of
 * functions. Start at {@code HttpApi}.
 */
@NullMarked
package outlay.local.http;

import org.jspecify.annotations.NullMarked;
