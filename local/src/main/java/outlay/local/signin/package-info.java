/** Cognito: sign-in with OpenID Connect, on mock-oauth2-server. Start at {@code SignIn}. */
@NullMarked
package outlay.local.signin;

import org.jspecify.annotations.NullMarked;
