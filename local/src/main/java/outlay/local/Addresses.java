package outlay.local;

import java.net.URI;

/**
 * Where a stack answers, all on 127.0.0.1, without a trailing slash.
 *
 * @param web the page
 * @param api the HTTP API
 * @param mail the inbox
 * @param signIn the sign-in's issuer, as in its tokens
 * @param edge the AWS endpoint
 */
public record Addresses(URI web, URI api, URI mail, URI signIn, URI edge) {}
