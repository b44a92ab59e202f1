/**
 * Stands in for the Runtime Interface Client's own native part where that does not run: it is built
 * for Linux only. Put before the client's jar on the class path; never on Linux but in a test.
 */
@NullMarked
package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import org.jspecify.annotations.NullMarked;
