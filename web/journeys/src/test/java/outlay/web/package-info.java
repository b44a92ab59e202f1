/**
 * What people do on the page, done by a real browser against a whole stack. Start at {@code
 * Journeys}.
 */
@NullMarked
package outlay.web;

import org.jspecify.annotations.NullMarked;
